import type { Address } from "../bytes/address.js";
import { compareBytes } from "../bytes/bytes.js";
import { bytesToHex, type Hex, hexToBytes } from "../bytes/hex.js";
import { Halt } from "../engine/abi.js";
import { type CallFrame, CallFrames, frameNames } from "./call-frames.js";
import { formatCallMembers, formatLog } from "./call-tracer.js";
import { readErc7562Config } from "./erc7562-config.js";
import { isOutOfGas } from "./geth-errors.js";
import { formatQuantity } from "./geth-tracer.js";
import { formatWord, type JsonValue, jsonObject } from "./json-value.js";
import { KeptBytes } from "./kept-bytes.js";
import { readPadded } from "./memory-range.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import { wordToAddress } from "./state-accesses.js";
import type { FrameEnd, FrameStart, LogEntry, StateView, Step, TransactionStart } from "./tracer.js";

/** What the rules for account abstraction (ERC-7562) ask about a frame, besides what the frame is. */
class FrameFacts {
	readonly reads = new Map<bigint, bigint>();
	readonly writes = new Map<bigint, number>();
	readonly transientReads = new Map<bigint, number>();
	readonly transientWrites = new Map<bigint, number>();
	readonly usedOpcodes = new Map<number, number>();
	/** By address: size of the code, and the instruction that looked at it first. */
	readonly contractSizes = new Map<Address, { readonly size: number; readonly opcode: number }>();
	/** Accounts whose code was looked at otherwise than to see whether there is any. */
	readonly codeAccesses: Address[] = [];
	outOfGas = false;
}

/**
 * go-ethereum's `erc7562Tracer`, which bundlers judge user operations by: the call tree with the slots, instructions and contracts each
 * frame used. Options: `stackTopItemsSize`, `ignoredOpcodes`, `withLog`.
 */
export class Erc7562Tracer implements ResultTracer {
	readonly #frames: CallFrames;
	readonly #facts = new Map<CallFrame, FrameFacts>();
	readonly #ignored: ReadonlySet<number>;
	readonly #preimages = new Set<Hex>();
	readonly #kept: KeptBytes;
	readonly log?: (log: LogEntry) => void;
	#state: StateView | undefined;
	/** The instruction before, unless the frame ended with it; -1: none. */
	#lastOpcode = -1;
	/** Its operand on top. */
	#lastTop: bigint | undefined;
	/** The code of an account would have to be waited for: run again when it is there. */
	needsSteps = false;

	constructor(config: unknown, setting: TracerSetting) {
		const { withLog, ignoredOpcodes } = readErc7562Config(config);
		this.#frames = new CallFrames(setting);
		this.#kept = new KeptBytes(setting.maxBytes);
		this.#ignored = ignoredOpcodes;
		if (withLog) this.log = (log) => this.#frames.log(log);
	}

	transactionStart(start: TransactionStart): void {
		this.#frames.start(start);
		this.#state = start.state;
	}

	enter(start: FrameStart): void {
		this.#facts.set(this.#frames.enter(start), new FrameFacts());
	}

	leave(end: FrameEnd): void {
		const frame = this.#frames.leave(end);
		// go-ethereum does not ask it of the transaction's own frame.
		if (end.depth === 1) return;
		this.#facts.get(frame)!.outOfGas = end.halt === Halt.codeDeposit || isOutOfGas(frame.error);
	}

	transactionEnd(gasUsed: bigint): void {
		this.#frames.end(gasUsed);
	}

	step(step: Step): void {
		const { opcode } = step;
		const facts = this.#facts.get(this.#frames.current!)!;
		if (opcode === op.return || opcode === op.revert) this.#lastOpcode = -1;
		if (isCodeAccess(this.#lastOpcode) && this.#lastTop !== undefined) {
			// EXTCODESIZE followed by ISZERO only asks whether there is a contract (OP-051).
			const asksForContract = this.#lastOpcode === op.extCodeSize && opcode === op.isZero;
			if (!asksForContract) facts.codeAccesses.push(wordToAddress(this.#lastTop));
		}
		this.#noteContractSize(step, facts);
		// GAS may only be there to be passed on in a call (OP-012).
		if (this.#lastOpcode === op.gas && !isCall(opcode)) count(facts.usedOpcodes, op.gas);
		if (opcode !== op.gas && !this.#ignored.has(opcode)) count(facts.usedOpcodes, opcode);
		this.#noteStorage(step, facts);
		if (opcode === op.keccak256 && step.stackHeight >= 2) {
			const preimage = readPadded(step, 0, 1);
			if (preimage !== undefined) this.#keepPreimage(bytesToHex(preimage));
		}
		this.#lastOpcode = opcode;
		this.#lastTop = isCodeAccess(opcode) && step.stackHeight > 0 ? step.peek(0) : undefined;
	}

	#keepPreimage(preimage: Hex): void {
		if (this.#preimages.has(preimage)) return;
		this.#kept.add(preimage.length);
		this.#preimages.add(preimage);
	}

	/** Precompiled contracts are among them: whether they may be called (OP-041) is for the reader to judge. */
	#noteContractSize(step: Step, facts: FrameFacts): void {
		const { opcode } = step;
		const calls = isCall(opcode);
		if (!calls && !isCodeAccess(opcode)) return;
		const place = calls ? 1 : 0;
		if (step.stackHeight <= place) return;
		const address = wordToAddress(step.peek(place));
		if (facts.contractSizes.has(address)) return;
		const code = this.#state?.account(address)?.code;
		if (code === undefined) this.needsSteps = true;
		facts.contractSizes.set(address, { size: code?.length ?? 0, opcode });
	}

	#noteStorage(step: Step, facts: FrameFacts): void {
		const { opcode } = step;
		if ((opcode & 0xfe) !== 0x54 && (opcode & 0xfe) !== 0x5c) return;
		if (step.stackHeight === 0) return;
		const slot = step.peek(0);
		if (opcode === op.sstore) return count(facts.writes, slot);
		if (opcode === op.tload) return count(facts.transientReads, slot);
		if (opcode === op.tstore) return count(facts.transientWrites, slot);
		// What a slot held before the frame wrote it.
		if (facts.reads.has(slot) || facts.writes.has(slot)) return;
		const value = this.#state?.storage(step.address, slot);
		if (value === undefined) this.needsSteps = true;
		facts.reads.set(slot, value ?? 0n);
	}

	result(): JsonValue {
		const { root } = this.#frames;
		return root === undefined ? null : this.#format(root, true);
	}

	#format(frame: CallFrame, isRoot: boolean): JsonValue {
		const facts = this.#facts.get(frame)!;
		const preimages = [...this.#preimages].map(hexToBytes).sort(compareBytes);
		return jsonObject({
			...formatCallMembers(frame),
			logs: frame.logs.length === 0 ? undefined : frame.logs.map(formatLog),
			value: frame.value === undefined ? undefined : formatQuantity(frame.value),
			accessedSlots: {
				reads: formatMap(facts.reads, formatWord, (value) => [formatWord(value)]),
				writes: formatMap(facts.writes, formatWord, (times) => times),
				transientReads: formatMap(facts.transientReads, formatWord, (times) => times),
				transientWrites: formatMap(facts.transientWrites, formatWord, (times) => times),
			},
			extCodeAccessInfo: facts.codeAccesses,
			usedOpcodes: formatMap(
				facts.usedOpcodes,
				(opcode) => `0x${opcode.toString(16)}`,
				(times) => times,
			),
			contractSize: formatMap(
				facts.contractSizes,
				(address) => address,
				({ size, opcode }) => ({ contractSize: size, opcode }),
			),
			outOfGas: facts.outOfGas,
			keccak: isRoot && preimages.length > 0 ? preimages.map(bytesToHex) : undefined,
			calls: frame.calls.length === 0 ? undefined : frame.calls.map((call) => this.#format(call, false)),
			type: frameNames[frame.kind],
		});
	}
}

const op = {
	isZero: 0x15,
	keccak256: 0x20,
	extCodeSize: 0x3b,
	sstore: 0x55,
	gas: 0x5a,
	tload: 0x5c,
	tstore: 0x5d,
	return: 0xf3,
	revert: 0xfd,
} as const;

/** EXTCODESIZE, EXTCODECOPY, EXTCODEHASH. */
function isCodeAccess(opcode: number): boolean {
	return opcode === 0x3b || opcode === 0x3c || opcode === 0x3f;
}

function isCall(opcode: number): boolean {
	return opcode === 0xf1 || opcode === 0xf2 || opcode === 0xf4 || opcode === 0xfa;
}

function count<K>(counts: Map<K, number>, key: K): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

function formatMap<K, V>(
	map: ReadonlyMap<K, V>,
	formatKey: (key: K) => string,
	formatValue: (value: V) => JsonValue,
): JsonValue {
	return Object.fromEntries([...map].map(([key, value]) => [formatKey(key), formatValue(value)]));
}
