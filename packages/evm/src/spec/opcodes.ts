import type { ForkName } from "./fork-name.js";

export type OpcodeGroup =
	| "arithmetic"
	| "comparison"
	| "bitwise"
	| "hashing"
	| "environment"
	| "block"
	| "memory"
	| "storage"
	| "flow"
	| "stack"
	| "logging"
	| "system";

/** One instruction of the machine, the same in every fork that has it. What it costs is in the EIPs. */
export interface Opcode {
	/** 0 to 255. */
	readonly code: number;
	/** Today's name. */
	readonly name: OpcodeName;
	/** Bytes of code after the opcode that belong to it. */
	readonly immediateBytes: number;
	/** Words it needs on the stack; DUPn and SWAPn need, and put back, all they reach over. */
	readonly pops: number;
	readonly pushes: number;
	/** Whether the frame always ends here. (Jumps do not end the frame.) */
	readonly terminates: boolean;
	readonly group: OpcodeGroup;
	/** The first fork that has it; undefined: no fork yet. INVALID is the byte set aside to fail (EIP-141). */
	readonly since: ForkName | undefined;
	/** What it does, on one line. */
	readonly summary: string;
	/** Names it had before, or has elsewhere. */
	readonly aliases?: readonly string[];
}

/** code, name, pops, pushes, group, since, summary; then what is unusual about it. */
const rows = [
	[0x00, "STOP", 0, 0, "system", "Frontier", "ends the frame with success and without output", { terminates: true }],
	[0x01, "ADD", 2, 1, "arithmetic", "Frontier", "a + b, modulo 2^256"],
	[0x02, "MUL", 2, 1, "arithmetic", "Frontier", "a × b, modulo 2^256"],
	[0x03, "SUB", 2, 1, "arithmetic", "Frontier", "a − b, modulo 2^256"],
	[0x04, "DIV", 2, 1, "arithmetic", "Frontier", "a / b rounded down; 0 when b is 0"],
	[0x05, "SDIV", 2, 1, "arithmetic", "Frontier", "signed a / b rounded towards zero; 0 when b is 0"],
	[0x06, "MOD", 2, 1, "arithmetic", "Frontier", "remainder of a / b; 0 when b is 0"],
	[0x07, "SMOD", 2, 1, "arithmetic", "Frontier", "remainder of a / b with the sign of a; 0 when b is 0"],
	[0x08, "ADDMOD", 3, 1, "arithmetic", "Frontier", "(a + b) modulo n, without overflow; 0 when n is 0"],
	[0x09, "MULMOD", 3, 1, "arithmetic", "Frontier", "(a × b) modulo n, without overflow; 0 when n is 0"],
	[0x0a, "EXP", 2, 1, "arithmetic", "Frontier", "a to the power b, modulo 2^256"],
	[0x0b, "SIGNEXTEND", 2, 1, "arithmetic", "Frontier", "widens the signed number in the lowest b + 1 bytes of x"],

	[0x10, "LT", 2, 1, "comparison", "Frontier", "1 when a < b, else 0"],
	[0x11, "GT", 2, 1, "comparison", "Frontier", "1 when a > b, else 0"],
	[0x12, "SLT", 2, 1, "comparison", "Frontier", "1 when signed a < b, else 0"],
	[0x13, "SGT", 2, 1, "comparison", "Frontier", "1 when signed a > b, else 0"],
	[0x14, "EQ", 2, 1, "comparison", "Frontier", "1 when a = b, else 0"],
	[0x15, "ISZERO", 1, 1, "comparison", "Frontier", "1 when a is 0, else 0"],

	[0x16, "AND", 2, 1, "bitwise", "Frontier", "bits set in both a and b"],
	[0x17, "OR", 2, 1, "bitwise", "Frontier", "bits set in a or b"],
	[0x18, "XOR", 2, 1, "bitwise", "Frontier", "bits set in exactly one of a and b"],
	[0x19, "NOT", 1, 1, "bitwise", "Frontier", "all bits of a inverted"],
	[0x1a, "BYTE", 2, 1, "bitwise", "Frontier", "byte i of x, counted from the highest; 0 when i > 31"],
	[0x1b, "SHL", 2, 1, "bitwise", "Constantinople", "x shifted left by n bits"],
	[0x1c, "SHR", 2, 1, "bitwise", "Constantinople", "x shifted right by n bits, filled with zeros"],
	[0x1d, "SAR", 2, 1, "bitwise", "Constantinople", "x shifted right by n bits, filled with its sign"],
	[0x1e, "CLZ", 1, 1, "bitwise", "Osaka", "number of zero bits above the highest set bit; 256 for 0"],

	[0x20, "KECCAK256", 2, 1, "hashing", "Frontier", "Keccak-256 hash of a part of memory", { aliases: ["SHA3"] }],

	[0x30, "ADDRESS", 0, 1, "environment", "Frontier", "address of the running account"],
	[0x31, "BALANCE", 1, 1, "environment", "Frontier", "balance of an account, wei"],
	[0x32, "ORIGIN", 0, 1, "environment", "Frontier", "sender of the transaction"],
	[0x33, "CALLER", 0, 1, "environment", "Frontier", "account that called this frame"],
	[0x34, "CALLVALUE", 0, 1, "environment", "Frontier", "wei sent with the call"],
	[0x35, "CALLDATALOAD", 1, 1, "environment", "Frontier", "word of the input, zeros past its end"],
	[0x36, "CALLDATASIZE", 0, 1, "environment", "Frontier", "length of the input, bytes"],
	[0x37, "CALLDATACOPY", 3, 0, "environment", "Frontier", "copies input to memory, zeros past its end"],
	[0x38, "CODESIZE", 0, 1, "environment", "Frontier", "length of the running code, bytes"],
	[0x39, "CODECOPY", 3, 0, "environment", "Frontier", "copies running code to memory, zeros past its end"],
	[0x3a, "GASPRICE", 0, 1, "environment", "Frontier", "wei per gas the transaction pays"],
	[0x3b, "EXTCODESIZE", 1, 1, "environment", "Frontier", "length of an account's code, bytes"],
	[0x3c, "EXTCODECOPY", 4, 0, "environment", "Frontier", "copies an account's code to memory"],
	[0x3d, "RETURNDATASIZE", 0, 1, "environment", "Byzantium", "length of the last call's output, bytes"],
	[0x3e, "RETURNDATACOPY", 3, 0, "environment", "Byzantium", "copies the last call's output; fails past its end"],
	[0x3f, "EXTCODEHASH", 1, 1, "environment", "Constantinople", "hash of an account's code; 0 when it is empty"],

	[0x40, "BLOCKHASH", 1, 1, "block", "Frontier", "hash of one of the last 256 blocks, else 0"],
	[0x41, "COINBASE", 0, 1, "block", "Frontier", "account that receives the block's fees"],
	[0x42, "TIMESTAMP", 0, 1, "block", "Frontier", "time of the block, seconds since 1970"],
	[0x43, "NUMBER", 0, 1, "block", "Frontier", "number of the block"],
	[
		0x44,
		"PREVRANDAO",
		0,
		1,
		"block",
		"Frontier",
		"randomness of the beacon chain; before Paris the difficulty",
		{ aliases: ["DIFFICULTY"] },
	],
	[0x45, "GASLIMIT", 0, 1, "block", "Frontier", "gas limit of the block"],
	[0x46, "CHAINID", 0, 1, "block", "Istanbul", "id of the chain"],
	[0x47, "SELFBALANCE", 0, 1, "environment", "Istanbul", "balance of the running account, wei"],
	[0x48, "BASEFEE", 0, 1, "block", "London", "base fee of the block, wei per gas"],
	[0x49, "BLOBHASH", 1, 1, "environment", "Cancun", "versioned hash of the transaction's blob i, else 0"],
	[0x4a, "BLOBBASEFEE", 0, 1, "block", "Cancun", "price of blob gas in the block, wei"],

	[0x50, "POP", 1, 0, "stack", "Frontier", "drops the top word"],
	[0x51, "MLOAD", 1, 1, "memory", "Frontier", "word of memory at any byte offset"],
	[0x52, "MSTORE", 2, 0, "memory", "Frontier", "writes a word to memory"],
	[0x53, "MSTORE8", 2, 0, "memory", "Frontier", "writes the lowest byte of a word to memory"],
	[0x54, "SLOAD", 1, 1, "storage", "Frontier", "word of the account's storage"],
	[0x55, "SSTORE", 2, 0, "storage", "Frontier", "writes a word to the account's storage"],
	[0x56, "JUMP", 1, 0, "flow", "Frontier", "goes on at a JUMPDEST"],
	[0x57, "JUMPI", 2, 0, "flow", "Frontier", "goes on at a JUMPDEST when the condition is not 0"],
	[0x58, "PC", 0, 1, "flow", "Frontier", "offset of this very instruction"],
	[0x59, "MSIZE", 0, 1, "memory", "Frontier", "size of memory in use, bytes, a multiple of 32"],
	[0x5a, "GAS", 0, 1, "environment", "Frontier", "gas left after this instruction"],
	[0x5b, "JUMPDEST", 0, 0, "flow", "Frontier", "a place that may be jumped to"],
	[0x5c, "TLOAD", 1, 1, "storage", "Cancun", "word of the account's transient storage"],
	[0x5d, "TSTORE", 2, 0, "storage", "Cancun", "writes a word to the account's transient storage"],
	[0x5e, "MCOPY", 3, 0, "memory", "Cancun", "copies memory to memory; the areas may overlap"],
	[0x5f, "PUSH0", 0, 1, "stack", "Shanghai", "pushes 0"],

	[0xf0, "CREATE", 3, 1, "system", "Frontier", "makes a contract; its address follows from creator and nonce"],
	[0xf1, "CALL", 7, 1, "system", "Frontier", "calls an account, with value"],
	[0xf2, "CALLCODE", 7, 1, "system", "Frontier", "runs another account's code on this account"],
	[0xf3, "RETURN", 2, 0, "system", "Frontier", "ends the frame with success and output", { terminates: true }],
	[0xf4, "DELEGATECALL", 6, 1, "system", "Homestead", "as CALLCODE, keeping caller and value"],
	[0xf5, "CREATE2", 4, 1, "system", "Constantinople", "makes a contract; its address follows from its code and a salt"],
	[0xfa, "STATICCALL", 6, 1, "system", "Byzantium", "calls an account that must not change anything"],
	[0xfd, "REVERT", 2, 0, "system", "Byzantium", "undoes the frame, keeps its gas, gives output", { terminates: true }],
	[0xfe, "INVALID", 0, 0, "system", undefined, "fails and takes all gas, in every fork", { terminates: true }],
	[
		0xff,
		"SELFDESTRUCT",
		1,
		0,
		"system",
		"Frontier",
		"sends the whole balance away and ends the frame; may delete the account",
		{ terminates: true, aliases: ["SUICIDE"] },
	],

	[0xe6, "DUPN", 0, 1, "stack", undefined, "copies the word at the depth its immediate says", { immediateBytes: 1 }],
	[0xe7, "SWAPN", 0, 0, "stack", undefined, "swaps the top with the depth its immediate says", { immediateBytes: 1 }],
	[0xe8, "EXCHANGE", 0, 0, "stack", undefined, "swaps the two depths its immediate says", { immediateBytes: 1 }],
] as const;

type OneTo16 = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16;
type OneTo32 = OneTo16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24 | 25 | 26 | 27 | 28 | 29 | 30 | 31 | 32;

/** Today's name of an instruction. */
export type OpcodeName =
	| (typeof rows)[number][1]
	| `PUSH${OneTo32}`
	| `DUP${OneTo16}`
	| `SWAP${OneTo16}`
	| `LOG${0 | 1 | 2 | 3 | 4}`;

const plain = { immediateBytes: 0, terminates: false } as const;

/** `size` opcodes in a row, made from the number at the end of their names. */
function family(
	first: number,
	name: string,
	from: number,
	to: number,
	make: (n: number) => Omit<Opcode, "code" | "name" | "terminates" | "since" | "immediateBytes"> & Partial<Opcode>,
): readonly Opcode[] {
	return Array.from({ length: to - from + 1 }, (_, i) => ({
		code: first + i,
		name: `${name}${from + i}` as OpcodeName,
		since: "Frontier",
		...plain,
		...make(from + i),
	}));
}

function countWords(n: number, word: string): string {
	return n === 1 ? `1 ${word}` : `${n} ${word}s`;
}

/** Every instruction from Frontier to Osaka (and those proposed since that the tools know), by code. */
export const opcodes: readonly Opcode[] = [
	...rows.map(
		([code, name, pops, pushes, group, since, summary, unusual]): Opcode => ({
			code,
			name,
			...plain,
			pops,
			pushes,
			group,
			since,
			summary,
			...unusual,
		}),
	),
	...family(0x60, "PUSH", 1, 32, (n) => ({
		immediateBytes: n,
		pops: 0,
		pushes: 1,
		group: "stack",
		summary: `pushes the ${countWords(n, "byte")} that follow${n === 1 ? "s" : ""}`,
	})),
	...family(0x80, "DUP", 1, 16, (n) => ({
		pops: n,
		pushes: n + 1,
		group: "stack",
		summary: n === 1 ? "copies the top word" : `copies word ${n} from the top`,
	})),
	...family(0x90, "SWAP", 1, 16, (n) => ({
		pops: n + 1,
		pushes: n + 1,
		group: "stack",
		summary: `swaps the top word with word ${n + 1}`,
	})),
	...family(0xa0, "LOG", 0, 4, (n) => ({
		pops: n + 2,
		pushes: 0,
		group: "logging",
		summary: `writes a log with ${n === 0 ? "no topics" : countWords(n, "topic")}`,
	})),
]
	.sort((a, b) => a.code - b.code)
	.map((opcode) => Object.freeze(opcode));

const byCode: (Opcode | undefined)[] = new Array(256).fill(undefined);
for (const opcode of opcodes) byCode[opcode.code] = opcode;

const byName: ReadonlyMap<string, Opcode> = new Map(
	opcodes.flatMap((opcode) => [opcode.name, ...(opcode.aliases ?? [])].map((name) => [name, opcode] as const)),
);

/** The instruction of a byte, whichever fork has it; undefined when none does. */
export function findOpcode(code: number): Opcode | undefined {
	return byCode[code];
}

/** The instruction with a name, present or older, in any case; undefined when there is none. */
export function findOpcodeByName(name: string): Opcode | undefined {
	return byName.get(name.toUpperCase());
}
