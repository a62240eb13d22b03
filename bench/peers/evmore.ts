import {
	type AccountInput,
	bytesToHex,
	type CallParameters,
	createEvm,
	type Evm,
	type EvmOptions,
	hexToBytes,
	MemoryState,
	parseAddress,
} from "@evmore/evm";
import type { Outcome, Program } from "../program.js";
import type { Peer, PeerName } from "./peer.js";

type Engine = "auto" | "interpreter";

/** An Evm with the program's state and block. */
export function createProgramEvm(program: Program, engine: Engine, codeSuffix = ""): Evm {
	const accounts: Record<string, AccountInput> = {};
	for (const [address, account] of Object.entries(program.accounts)) {
		accounts[address] = {
			balance: BigInt(account.balance),
			nonce: BigInt(account.nonce),
			code: hexToBytes(account.code === "0x" ? "0x" : account.code + codeSuffix),
			storage: Object.entries(account.storage).map(([slot, value]) => [BigInt(slot), BigInt(value)] as const),
		};
	}
	const { block } = program;
	const options: EvmOptions = {
		fork: program.fork,
		engine,
		state: new MemoryState(accounts),
		block: {
			number: BigInt(block.number),
			timestamp: BigInt(block.timestamp),
			coinbase: parseAddress(block.coinbase),
			gasLimit: BigInt(block.gasLimit),
			baseFee: BigInt(block.baseFee),
			prevRandao: BigInt(block.prevRandao),
		},
	};
	return createEvm(options);
}

export function programCall(program: Program): CallParameters {
	return {
		from: parseAddress(program.from),
		to: parseAddress(program.to),
		data: hexToBytes(program.data),
		value: BigInt(program.value),
		gas: BigInt(program.gas),
	};
}

/** evmore in this process, with a given engine. */
export class EvmorePeer implements Peer {
	readonly name: PeerName;
	readonly #engine: Engine;
	#evm: Evm | undefined;
	#call: CallParameters = {};

	constructor(name: PeerName, engine: Engine) {
		this.name = name;
		this.#engine = engine;
	}

	async load(program: Program): Promise<Outcome> {
		this.#evm = createProgramEvm(program, this.#engine);
		this.#call = programCall(program);
		const result = await this.#evm.callAsync(this.#call);
		return { status: result.status, gasUsed: Number(result.gasUsed), output: bytesToHex(result.output) };
	}

	async run(iterations: number): Promise<number> {
		const evm = this.#evm!;
		const call = this.#call;
		const start = process.hrtime.bigint();
		for (let i = 0; i < iterations; i++) evm.call(call);
		return Number(process.hrtime.bigint() - start) / iterations;
	}

	close(): void {}
}

/**
 * The first call of code that was never seen, each in a machine of its own: bytes after the end of the code make it
 * another code every time. Making the machine is not part of the time.
 */
export class ColdPeer implements Peer {
	readonly name: PeerName;
	readonly isCold = true;
	readonly #engine: Engine;
	#program: Program | undefined;
	#count = 0;

	constructor(name: PeerName, engine: Engine) {
		this.name = name;
		this.#engine = engine;
	}

	async load(program: Program): Promise<Outcome> {
		this.#program = program;
		const result = await createProgramEvm(program, this.#engine).callAsync(programCall(program));
		return { status: result.status, gasUsed: Number(result.gasUsed), output: bytesToHex(result.output) };
	}

	async run(iterations: number): Promise<number> {
		const program = this.#program!;
		const call = programCall(program);
		let total = 0n;
		for (let i = 0; i < iterations; i++) {
			const suffix = `fe${(++this.#count).toString(16).padStart(8, "0")}`;
			const evm = createProgramEvm(program, this.#engine, suffix);
			const start = process.hrtime.bigint();
			evm.call(call);
			total += process.hrtime.bigint() - start;
		}
		return Number(total) / iterations;
	}

	close(): void {}
}
