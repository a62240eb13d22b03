import {
	type Address,
	bytesToHex,
	type Hash,
	MemoryState,
	parseAddress,
	resolveSpec,
	type StateDatabase,
} from "@evmore/evm";
import type { CompileLimits, EngineTier } from "@evmore/evm/engine";
import { FrameKind, Halt } from "@evmore/evm/engine";
import { enterBlock, Machine, readLogs, runAsync, runMessage, type Task, takeChanges, warmUp } from "@evmore/evm/evm";
import { sender } from "../differential/accounts.js";
import { fuzzForks } from "../differential/forks.js";
import { fuzzBlock, fuzzBlockHash } from "../differential/fuzz-block.js";
import { assembleItems } from "../differential/item.js";
import { describeAccount, type MessageOutcome, type Outcome } from "../differential/outcome.js";
import { type FuzzMessage, type FuzzProgram, toHex } from "../differential/program.js";

/** How programs are run. */
export interface TierSetting {
	readonly tier: EngineTier;
	readonly limits?: Partial<CompileLimits>;
	/** The state answers with promises: instructions wait, and run again. */
	readonly slow?: boolean;
}

/** A message's outcome with what only the kernel tells. */
export interface TierOutcome extends Outcome {
	/** Of each message: accounts and slots that were warm at its end. */
	readonly warm: readonly string[];
}

export class FuzzState extends MemoryState {
	getBlockHash(number: bigint): Hash {
		return bytesToHex(fuzzBlockHash(number));
	}
}

/** The state, every answer as a promise. */
function slowed(state: FuzzState): StateDatabase {
	return {
		get version() {
			return state.version;
		},
		getAccount: async (address) => state.getAccount(address),
		getCode: async (hash) => state.getCode(hash),
		getStorage: async (address, slot) => state.getStorage(address, slot),
		getBlockHash: async (number) => state.getBlockHash(number),
		applyChanges: (changes) => state.applyChanges(changes),
	};
}

/** One machine in one setting; keeps its compiled code from program to program. */
export class TierRunner {
	readonly #setting: TierSetting;
	readonly #machines = new Map<number, { readonly machine: Machine; readonly state: FuzzState }>();

	#failure: unknown;

	constructor(setting: TierSetting) {
		this.#setting = setting;
	}

	#machineOf(fork: number): { machine: Machine; state: FuzzState } {
		let known = this.#machines.get(fork);
		if (known === undefined) {
			const { tier, limits, slow } = this.#setting;
			const state = new FuzzState();
			const spec = resolveSpec(fuzzForks[fork]!.name);
			// Without this the interpreter would run what cannot be compiled, and nobody would notice.
			const onFailure = (error: unknown): void => {
				this.#failure ??= error;
			};
			const machine = new Machine(spec, slow ? slowed(state) : state, tier, { ...limits, onFailure });
			enterBlock(machine, { ...fuzzBlock, coinbase: parseAddress(fuzzBlock.coinbase) }, 1n);
			known = { machine, state };
			this.#machines.set(fork, known);
		}
		return known;
	}

	async run(program: FuzzProgram): Promise<TierOutcome> {
		const { machine, state } = this.#machineOf(program.fork);
		for (const address of [...state.addresses()]) state.deleteAccount(address);
		for (const { address, balance, nonce, code, storage } of program.accounts) {
			state.setAccount(parseAddress(address), { balance, nonce, code: assembleItems(code), storage });
		}
		machine.refresh();
		const messages: MessageOutcome[] = [];
		const warm: string[] = [];
		for (const message of program.messages) {
			const { outcome, marks } = await runAsync(runTransaction(machine, message));
			messages.push(outcome);
			warm.push(marks);
			state.applyChanges(takeChanges(machine));
		}
		const accounts = new Map<string, string>();
		for (const address of state.addresses()) {
			const { balance, nonce, codeHash } = state.getAccount(address)!;
			const code = toHex(state.getCode(codeHash));
			accounts.set(address, describeAccount({ balance, nonce, code, storage: [...state.storageOf(address)] }));
		}
		if (this.#failure !== undefined) throw this.#failure;
		return { messages, accounts, warm };
	}
}

function* runTransaction(machine: Machine, message: FuzzMessage): Task<{ outcome: MessageOutcome; marks: string }> {
	const { functions } = machine.kernel;
	functions.beginTransaction();
	const from = parseAddress(sender);
	const record = machine.findAccount(from);
	machine.setOrigin(record);
	machine.setGasPrice(10n);
	let to = message.to === undefined ? undefined : parseAddress(message.to);
	if (to === undefined) {
		while (!machine.ensureAccount(record)) yield Promise.all(machine.takeWaiting());
		const nonce = machine.nonceOf(record);
		functions.creationAddress(record, nonce, machine.scratch);
		to = toAddress(machine.kernel.readWord(machine.scratch));
		functions.setNonce(record, nonce + 1n);
	}
	warmUp(machine, [from, to], parseAddress(fuzzBlock.coinbase), []);
	const result = yield* runMessage(machine, {
		kind: message.to === undefined ? FrameKind.create : FrameKind.call,
		caller: from,
		to,
		value: message.value,
		input: assembleItems(message.data),
		gas: message.gas,
		isStatic: message.isStatic,
	});
	const logs = readLogs(machine).map(({ address, topics, data }) => `${address}:${topics.join("")}:${toHex(data)}`);
	const outcome: MessageOutcome = {
		status: result.status,
		gasUsed: message.gas - result.gasLeft,
		output: toHex(result.output),
		refund: functions.getRefund(),
		createdAddress: to,
		logs,
		reason: Halt[result.halt]!,
	};
	const marks = readMarks(machine);
	functions.endTransaction();
	return { outcome, marks };
}

function toAddress(word: bigint): Address {
	return `0x${word.toString(16).padStart(40, "0")}`;
}

/** Accounts and slots that are warm. */
function readMarks(machine: Machine): string {
	const { kernel } = machine;
	const { functions, layout } = kernel;
	const epoch = functions.getEpoch();
	const marks: string[] = [];
	for (
		let account = functions.getLastAccount() >>> 0;
		account !== 0;
		account = kernel.readU32(account + layout.ACCOUNT_PREVIOUS)
	) {
		if (kernel.readU32(account + layout.ACCOUNT_WARM) === epoch) marks.push(machine.addressOf(account));
	}
	for (let slot = functions.getLastSlot() >>> 0; slot !== 0; slot = kernel.readU32(slot + layout.SLOT_PREVIOUS)) {
		if (kernel.readU32(slot + layout.SLOT_WARM) !== epoch) continue;
		const account = kernel.readU32(slot + layout.SLOT_ACCOUNT);
		marks.push(`${machine.addressOf(account)} ${kernel.readWord(slot + layout.SLOT_KEY)}`);
	}
	return marks.sort().join(", ");
}
