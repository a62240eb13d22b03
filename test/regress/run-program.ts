import { type AccountInput, type Address, type CallResult, createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { bytesToBigInt } from "@evmore/evm/bytes";
import { expect } from "vitest";

/** Who sends, and where the program runs. */
export const sender: Address = parseAddress("0x5e17000000000000000000000000000000000000");
export const program: Address = parseAddress("0xc0de000000000000000000000000000000000000");

export interface ProgramOptions {
	/** Default: Osaka. */
	readonly fork?: string;
	/** Default: 10 million. */
	readonly gas?: bigint;
	/** Wei sent along, of which the sender has plenty. */
	readonly value?: bigint;
	readonly input?: Uint8Array;
	/** Other accounts; code may be given in assembly. */
	readonly accounts?: Readonly<Record<string, Omit<AccountInput, "code"> & { readonly code?: string | Uint8Array }>>;
	/** The program's own balance. */
	readonly balance?: bigint;
}

export interface ProgramResult {
	readonly result: CallResult;
	/** The state with what the program changed. */
	readonly state: MemoryState;
}

/** Runs a program, given in assembly, on both tiers of the engine, whose results have to be equal. */
export function runProgram(source: string, options: ProgramOptions = {}): ProgramResult {
	const interpreted = runOn("interpreter", source, options);
	const compiled = runOn("compiler", source, options);
	expect(describe(compiled)).toEqual(describe(interpreted));
	return interpreted;
}

function runOn(engine: "interpreter" | "compiler", source: string, options: ProgramOptions): ProgramResult {
	const state = new MemoryState({ [sender]: { balance: 10n ** 24n } });
	for (const [address, account] of Object.entries(options.accounts ?? {})) {
		const { code, ...rest } = account;
		const bytes = typeof code === "string" ? assemble(code) : (code ?? new Uint8Array());
		state.setAccount(parseAddress(address), { ...rest, code: bytes });
	}
	state.setAccount(program, { code: assemble(source), balance: options.balance ?? 0n });
	const evm = createEvm({ state, engine, fork: options.fork ?? "Osaka" });
	const result = evm.call({
		from: sender,
		to: program,
		gas: options.gas ?? 10_000_000n,
		value: options.value ?? 0n,
		data: options.input ?? new Uint8Array(),
		commit: true,
	});
	return { result, state };
}

function describe({ result, state }: ProgramResult): unknown {
	return { ...result, root: state.stateRoot() };
}

/** The return data as 256-bit words. */
export function readWords(result: CallResult): bigint[] {
	const words: bigint[] = [];
	for (let at = 0; at < result.output.length; at += 32) words.push(bytesToBigInt(result.output.subarray(at, at + 32)));
	return words;
}
