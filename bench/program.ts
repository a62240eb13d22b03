/** What a program mostly does; the report has a geometric mean for each. */
export type ProgramKind =
	| "compute"
	| "hashing"
	| "memory"
	| "storage"
	| "calls"
	| "logs"
	| "contracts"
	| "opcodes"
	| "precompiles";

/** An account of a program's state: hex with 0x throughout, so that it goes to other processes as it is. */
export interface ProgramAccount {
	readonly balance: string;
	readonly nonce: string;
	readonly code: string;
	/** Slot → value. */
	readonly storage: Readonly<Record<string, string>>;
}

/** The block a program runs in; numbers in hex. */
export interface ProgramBlock {
	readonly number: string;
	readonly timestamp: string;
	readonly coinbase: string;
	readonly gasLimit: string;
	readonly baseFee: string;
	/** 32 bytes. */
	readonly prevRandao: string;
}

/** One message call on a given state. Every run begins with the same state: what it changed is taken back. */
export interface Program {
	readonly name: string;
	readonly kind: ProgramKind;
	readonly fork: "Prague" | "Osaka";
	readonly block: ProgramBlock;
	readonly accounts: Readonly<Record<string, ProgramAccount>>;
	readonly from: string;
	readonly to: string;
	readonly data: string;
	readonly value: string;
	/** Gas of the message; no transaction is around it. */
	readonly gas: string;
}

/** What a run gave; equal for all peers, or the program is not measured. */
export interface Outcome {
	readonly status: "success" | "revert" | "halt";
	readonly gasUsed: number;
	/** Hex with 0x. */
	readonly output: string;
}

export const defaultBlock: ProgramBlock = {
	number: "0x1",
	timestamp: "0x3e8",
	coinbase: "0xc014bace00000000000000000000000000000000",
	gasLimit: "0x3b9aca00",
	baseFee: "0x0",
	prevRandao: `0x${"0".repeat(63)}1`,
};

export const senderAddress = "0x1000000000000000000000000000000000000001";
export const contractAddress = "0xc000000000000000000000000000000000000001";

/** A program of one contract, which is called with `data`, among further accounts. */
export function contractProgram(
	name: string,
	kind: ProgramKind,
	code: string,
	options: {
		readonly data?: string;
		readonly gas?: number;
		readonly value?: number;
		readonly balance?: string;
		readonly storage?: Readonly<Record<string, string>>;
		readonly accounts?: Readonly<Record<string, Partial<ProgramAccount>>>;
		readonly fork?: Program["fork"];
	} = {},
): Program {
	const accounts: Record<string, ProgramAccount> = {
		[senderAddress]: { balance: "0xffffffffffffffffffffffff", nonce: "0x0", code: "0x", storage: {} },
		[contractAddress]: {
			balance: options.balance ?? "0x0",
			nonce: "0x1",
			code: code.startsWith("0x") ? code : `0x${code}`,
			storage: options.storage ?? {},
		},
	};
	for (const [address, account] of Object.entries(options.accounts ?? {})) {
		accounts[address] = { balance: "0x0", nonce: "0x0", code: "0x", storage: {}, ...account };
	}
	return {
		name,
		kind,
		fork: options.fork ?? "Prague",
		block: defaultBlock,
		accounts,
		from: senderAddress,
		to: contractAddress,
		data: options.data ?? "0x",
		value: `0x${(options.value ?? 0).toString(16)}`,
		gas: `0x${(options.gas ?? 1_000_000_000).toString(16)}`,
	};
}
