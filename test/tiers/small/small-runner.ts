import { parseAddress, resolveSpec } from "@evmore/evm";
import { Exit, FrameKind, type Halt } from "@evmore/evm/engine";
import { enterBlock, Machine, warmUp } from "@evmore/evm/evm";
import { coinbase, contracts, delegated, hollow, sender, wealthy } from "../../differential/accounts.js";
import { forkIndex, fuzzForks } from "../../differential/forks.js";
import { fuzzBlock } from "../../differential/fuzz-block.js";
import { assembleItems } from "../../differential/item.js";
import type { FuzzAccount } from "../../differential/program.js";
import { FuzzState } from "../run-tier.js";
import type { SmallContract, SmallProgram } from "./contract.js";
import { EffectComparison } from "./effects.js";

const caller = parseAddress(sender);
const callee = parseAddress(contracts[0]);
const bystander = parseAddress(wealthy);
const spuriousDragon = forkIndex("SpuriousDragon");
const prague = forkIndex("Prague");
const nothing = new Uint8Array();

/** The state that all programs of a contract begin with. */
export function initialAccounts({ fork, code, storage, otherCode }: SmallContract): readonly FuzzAccount[] {
	const plain = { balance: 0n, nonce: 0n, code: [], storage: [] };
	const accounts: FuzzAccount[] = [
		{ address: contracts[0], balance: 1000n, nonce: 1n, code: [{ kind: "raw", bytes: code }], storage },
		{ ...plain, address: contracts[1], balance: 5n, nonce: 1n, code: [{ kind: "raw", bytes: otherCode }] },
		{ ...plain, address: sender, balance: 10n ** 20n },
		{ ...plain, address: wealthy, balance: 12345n },
		{ ...plain, address: coinbase, balance: 7n },
	];
	// Empty accounts were possible before EIP-161, delegated ones since EIP-7702.
	if (fork < spuriousDragon) accounts.push({ ...plain, address: hollow });
	if (fork >= prague) {
		const bytes = Uint8Array.from(Buffer.from(`ef0100${contracts[1].slice(2)}`, "hex"));
		accounts.push({ ...plain, address: delegated, balance: 3n, nonce: 1n, code: [{ kind: "raw", bytes }] });
	}
	return accounts;
}

/** What the compiler did with a contract. */
export type Compiled =
	| "compiled"
	/** Not compiled for a reason other than size. */
	| "declined"
	| "failed";

/** What came of a program. */
export interface SmallOutcome {
	/** Of the compiler from the interpreter; undefined: there is none. */
	readonly difference: string | undefined;
	readonly gasUsed: number;
	readonly exit: Exit;
	readonly halt: Halt;
}

/** The interpreter and the compiler under the rules of one fork; runs programs in both. */
export class MachinePair {
	readonly #reference: Machine;
	/** The machine under test. */
	readonly compiler: Machine;
	readonly #state = new FuzzState();
	readonly #comparison: EffectComparison;
	/** What the compiler threw, if it did. */
	failure: unknown;

	constructor(fork: number) {
		const spec = resolveSpec(fuzzForks[fork]!.name);
		const onFailure = (error: unknown): void => {
			this.failure ??= error;
		};
		// A contract's module is not needed when the next one comes.
		const limits = { onFailure, linkedSizeBytes: 4 << 20 };
		this.#reference = new Machine(spec, this.#state, "interpreter");
		this.compiler = new Machine(spec, this.#state, "compiler", limits);
		for (const machine of this.#machines()) {
			enterBlock(machine, { ...fuzzBlock, coinbase: parseAddress(fuzzBlock.coinbase) }, 1n);
			machine.setGasPrice(10n);
		}
		this.#comparison = new EffectComparison(this.compiler, this.#reference);
	}

	#machines(): readonly Machine[] {
		return [this.#reference, this.compiler];
	}

	/** Puts the contract into the state. */
	install(contract: SmallContract): void {
		for (const { address, balance, nonce, code, storage } of initialAccounts(contract)) {
			this.#state.setAccount(parseAddress(address), { balance, nonce, code: assembleItems(code), storage });
		}
		for (const machine of this.#machines()) machine.refresh();
	}

	/** Whether the contract's code has been compiled; to be asked when it has run. */
	get compiled(): Compiled {
		if (this.failure !== undefined) return "failed";
		const { kernel } = this.compiler;
		const { layout } = kernel;
		const code = kernel.readU32(this.compiler.findAccount(callee) + layout.ACCOUNT_CODE);
		return kernel.readU32(code + layout.CODE_ENTRY) === 0 ? "declined" : "compiled";
	}

	/**
	 * Counts from now on how often code that is compiled from now on is left for the interpreter.
	 *
	 * @returns ends the counting and tells the number
	 */
	countDetours(): () => number {
		const kernel = this.compiler.kernel as { exports: WebAssembly.Exports };
		const { exports } = kernel;
		const interpretAt = exports.interpretAt as (...values: unknown[]) => number;
		let detours = 0;
		const counting = (...values: unknown[]): number => {
			detours++;
			return interpretAt(...values);
		};
		kernel.exports = { ...exports, interpretAt: counting };
		return () => {
			kernel.exports = exports;
			return detours;
		};
	}

	/** Runs the program in both tiers, which are then as before. */
	compare(program: SmallProgram, gas: bigint): SmallOutcome {
		run(this.#reference, program, gas);
		run(this.compiler, program, gas);
		const difference = this.#comparison.find();
		const { gasUsed, halt } = this.#reference.messageRecord;
		const { kernel } = this.#reference;
		const exit: Exit = kernel.readU32(kernel.layout.RESULT);
		takeBack(this.#reference);
		takeBack(this.compiler);
		return { difference, gasUsed: Number(gasUsed), exit, halt };
	}
}

function run(machine: Machine, { data, value, isStatic }: SmallProgram, gas: bigint): void {
	const { functions } = machine.kernel;
	functions.beginTransaction();
	machine.setOrigin(machine.findAccount(caller));
	warmUp(machine, warmFromStart, block, []);
	machine.messageRecord.write(FrameKind.call, caller, callee, value, data, gas, isStatic);
	if (functions.runMessage() === Exit.pending) throw new Error("the state had to be waited for");
}

const warmFromStart = [caller, callee];
const block = parseAddress(fuzzBlock.coinbase);

/**
 * Makes all that the transaction did undone: what is taken back behind another message, which does nothing, is the whole
 * transaction. Loading the state anew for each run would take longer than the run.
 */
function takeBack(machine: Machine): void {
	const { messageRecord, kernel } = machine;
	messageRecord.write(FrameKind.call, caller, bystander, 0n, nothing, 0n, false);
	messageRecord.writeCall(undefined, false);
	kernel.functions.continueCall();
}
