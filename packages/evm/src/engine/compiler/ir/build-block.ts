import { findOpcode } from "../../../spec/opcodes.js";
import type { Spec } from "../../../spec/spec.js";
import type { KnownWords } from "../analysis/entry-constants.js";
import { readPush } from "../analysis/read-push.js";
import type { BlockRange } from "../analysis/split-blocks.js";
import type { ChainPolicy } from "./chain-policy.js";
import { dropUnused } from "./drop-unused.js";
import { bitLength, foldConstants, resultBits } from "./fold.js";
import { chooseForm, isControl, isPure, shiftsOf } from "./instruction-forms.js";
import type { Exit, Form, IrBlock, IrInstruction, StackEntry, Value } from "./value.js";

/**
 * From bytes to intermediate representation. Domain: one block, and those that control certainly
 * goes on to and the policy lets follow. The stack is followed symbolically: PUSH, POP, DUP and
 * SWAP only move values about, constants fold, and memory is written where an instruction outside this block, or the
 * kernel, reads it. Sound because every place that differs from memory is written before anybody else looks. Budget:
 * one pass, or two for a loop, and one backwards that drops what nobody uses.
 */
export class BlockBuilder {
	readonly #code: Uint8Array;
	readonly #spec: Spec;
	readonly #isBlockStart: (offset: number) => boolean;
	readonly #chains: ChainPolicy;
	readonly #entryConstants: ReadonlyMap<number, KnownWords>;
	/** The block that is read. */
	#range!: BlockRange;
	/** The block that is to follow in the same function. */
	#following: BlockRange | undefined;
	/** What the running code has on the stack, by place. */
	#places = new Map<number, Value>();
	/** What the stack's memory holds, by place. */
	#memory = new Map<number, Value>();
	#inputs = new Map<number, Value>();
	#constants = new Map<bigint, Value>();
	#carried: ReadonlySet<number> = new Set();
	/** Offset of the block that the function begins with. */
	#start = 0;
	/** The function goes back to it. */
	#loops = false;
	/** Lowest place the block knows. */
	#lowest = 0;
	#top = 0;
	#needs = 0;
	#grows = 0;
	#ids = 0;

	/**
	 * @param isBlockStart - whether a block begins at an offset
	 * @param entryConstants - what is known of the stack there
	 */
	constructor(
		code: Uint8Array,
		spec: Spec,
		isBlockStart: (offset: number) => boolean,
		chains: ChainPolicy,
		entryConstants: ReadonlyMap<number, KnownWords>,
	) {
		this.#code = code;
		this.#entryConstants = entryConstants;
		this.#chains = chains;
		this.#spec = spec;
		this.#isBlockStart = isBlockStart;
	}

	/** The words of the stack that the block built last reads. */
	inputs(): Iterable<Value> {
		return this.#inputs.values();
	}

	build(range: BlockRange): IrBlock {
		this.#chains.begin(range);
		const block = this.#buildOnce(range, new Set());
		if (block.carried.length === 0) return block;
		// What is carried from round to round does not lie in memory when a round begins: once more, knowing that.
		this.#chains.beginAgain(range);
		return this.#buildOnce(range, new Set(block.carried.map(({ position }) => position)));
	}

	/** @param carried - inputs that are not in memory when the block begins */
	#buildOnce(range: BlockRange, carried: ReadonlySet<number>): IrBlock {
		this.#carried = carried;
		this.#start = range.start;
		this.#loops = false;
		this.#places = new Map();
		this.#memory = new Map();
		this.#inputs = new Map();
		this.#constants = new Map();
		this.#lowest = 0;
		this.#top = 0;
		this.#needs = 0;
		this.#grows = 0;
		this.#ids = 0;
		// Whoever leaves writes them, also before the block gets to reading them.
		for (const position of carried) this.#read(position);
		const drafts: IrInstruction[] = [];
		let gas = 0;
		const gasUpTo: number[] = [];
		// What is charged together: up to the first exit, from one to the next, and from the last to the end.
		let firstGas: number | undefined;
		let chargedFrom = 0;
		const charge = (): void => {
			for (let i = chargedFrom; i < drafts.length; i++) drafts[i]!.gasBehind = gas - gasUpTo[i]!;
			const exit = drafts[chargedFrom - 1]?.exit;
			if (exit === undefined) firstGas = gas;
			else exit.gasAhead = gas;
			chargedFrom = drafts.length;
			gas = 0;
		};
		let last = range;
		for (let current: BlockRange | undefined = range; current !== undefined; current = this.#following) {
			last = current;
			this.#range = current;
			this.#following = undefined;
			const begun = drafts.length;
			for (let offset = current.start; offset < current.end; ) {
				const opcode = this.#code[offset]!;
				const immediateBytes = opcode >= 0x60 && opcode <= 0x7f ? opcode - 0x5f : 0;
				const cost = this.#spec.staticGas[opcode]!;
				gas += Math.max(0, cost);
				const before = drafts.length;
				this.#add(drafts, opcode, offset, immediateBytes, cost >= 0);
				for (let i = before; i < drafts.length; i++) gasUpTo.push(gas);
				offset += 1 + immediateBytes;
			}
			if (drafts.length > begun && drafts.at(-1)!.form === "exit") charge();
			if (current.runsOn && !this.#closeLoop(current.end)) this.#following ??= this.#chains.follow(current.end);
		}
		const endsInTerminal = drafts.at(-1)?.form === "terminal";
		const next = last.fallsThrough && !this.#loops ? last.end : undefined;
		const carriedOn = this.#loops ? this.#carryOn() : [];
		const stores = this.#loops ? this.#storeOthers() : endsInTerminal ? [] : this.#leavingStores(next);
		charge();
		return {
			start: range.start,
			end: last.end,
			gas: firstGas!,
			needs: this.#needs,
			grows: this.#grows,
			instructions: dropUnused(drafts),
			stores,
			top: this.#top,
			next,
			loops: this.#loops,
			carried: carriedOn,
		};
	}

	/** Closes the loop when control goes on to where the function begins, with the stack as high as it was then. @returns whether it did */
	#closeLoop(offset: number): boolean {
		if (offset === this.#start && this.#top === 0) this.#loops = true;
		return this.#loops;
	}

	/** The inputs that the next round finds changed, or no longer in memory. */
	#carryOn(): StackEntry[] {
		const carried: StackEntry[] = [];
		for (const [position, input] of this.#inputs) {
			// The next round uses it, too.
			input.uses++;
			const value = this.#places.get(position)!;
			if (value === input && this.#memory.get(position) === input) continue;
			value.uses++;
			carried.push({ position, value });
		}
		return carried;
	}

	/** What the next round has to find in memory: places that are no inputs. */
	#storeOthers(): StackEntry[] {
		const stores: StackEntry[] = [];
		for (let position = this.#lowest; position <= 0; position++) {
			if (!this.#inputs.has(position)) stores.push(...this.#store(position, position));
		}
		return stores;
	}

	#add(drafts: IrInstruction[], opcode: number, offset: number, immediateBytes: number, defined: boolean): void {
		if (!defined) {
			drafts.push(this.#instruction(opcode, offset, "terminal", [], undefined, this.#top, []));
		} else if (opcode === 0x5f || immediateBytes > 0) {
			this.#push(this.#constant(readPush(this.#code, offset + 1, immediateBytes)));
		} else if (opcode === 0x50) {
			this.#pop();
		} else if (opcode >= 0x80 && opcode <= 0x8f) {
			this.#push(this.#read(this.#top - (opcode - 0x80)));
		} else if (opcode >= 0x90 && opcode <= 0x9f) {
			const other = this.#top - (opcode - 0x8f);
			const value = this.#read(other);
			this.#places.set(other, this.#read(this.#top));
			this.#places.set(this.#top, value);
		} else if (opcode === 0x5b) {
			// JUMPDEST costs gas and does nothing.
		} else if (opcode === 0x58) {
			this.#push(this.#constant(BigInt(offset)));
		} else if (opcode === 0x38) {
			this.#push(this.#constant(BigInt(this.#code.length)));
		} else {
			this.#addOperation(drafts, opcode, offset);
		}
	}

	#addOperation(drafts: IrInstruction[], opcode: number, offset: number): void {
		const { pops, pushes } = findOpcode(opcode)!;
		const top = this.#top;
		const operands: Value[] = [];
		for (let i = 0; i < pops; i++) operands.push(this.#read(top - i));
		if (isControl(opcode)) {
			const instruction = this.#control(opcode, offset, operands, top);
			if (instruction !== undefined) drafts.push(instruction);
			return;
		}
		if (isPure(opcode) && operands.length > 0 && operands.every((operand) => operand.kind === "constant")) {
			const folded = foldConstants(
				opcode,
				operands.map((operand) => operand.constant),
			);
			if (folded !== undefined) {
				this.#top = top - pops;
				this.#push(this.#constant(folded));
				return;
			}
		}
		if (opcode === 0x02 && this.#addShifts(drafts, offset, operands)) return;
		const form = chooseForm(opcode, operands);
		let stores: StackEntry[] = [];
		if (form === "synced") stores = this.#storeAll();
		else if (form === "kernel") stores = this.#store(top - pops + 1, top);
		this.#top = top - pops;
		let result: Value | undefined;
		if (pushes === 1) {
			const isBoolean =
				(opcode >= 16 && opcode <= 21) ||
				(opcode >= 22 && opcode <= 24 && operands[0]!.isBoolean && operands[1]!.isBoolean);
			const bits = form === "inline" ? resultBits(opcode, operands) : 256;
			result = this.#value("result", 0n, 0, bits, isBoolean);
			this.#push(result);
		}
		if (form === "kernel" || form === "synced") {
			// The kernel works in place: what lay under the operands is gone.
			for (let place = top - pops + 1; place <= top; place++) this.#memory.delete(place);
			if (result !== undefined) this.#memory.set(this.#top, result);
		}
		drafts.push(this.#instruction(opcode, offset, form, operands, result, top, stores));
	}

	/** A multiplication by a constant of one bit or two, as shifts and their sum. @returns whether it is one */
	#addShifts(drafts: IrInstruction[], offset: number, operands: readonly Value[]): boolean {
		const constant = operands.find(({ kind }) => kind === "constant");
		const shifts = constant && shiftsOf(constant.constant);
		if (shifts === undefined) return false;
		const factor = operands.find((operand) => operand !== constant)!;
		const top = this.#top;
		const add = (opcode: number, left: Value, right: Value): Value => {
			const result = this.#value("result", 0n, 0, resultBits(opcode, [left, right]));
			drafts.push(this.#instruction(opcode, offset, "inline", [left, right], result, top, []));
			return result;
		};
		const terms = shifts.map((shift) => (shift === 0n ? factor : add(0x1b, this.#constant(shift), factor)));
		this.#top -= 2;
		this.#push(terms.length === 1 ? terms[0]! : add(0x01, terms[0]!, terms[1]!));
		return true;
	}

	/** Undefined: the block that is jumped to follows in the same function. */
	#control(opcode: number, offset: number, operands: readonly Value[], top: number): IrInstruction | undefined {
		const target = operands[0];
		if (opcode === 0x56 || opcode === 0x57) {
			const known =
				target!.kind === "constant" &&
				target!.constant < BigInt(this.#code.length) &&
				this.#code[Number(target!.constant)] === 0x5b &&
				this.#isBlockStart(Number(target!.constant));
			// A jump that may fail is left to the interpreter, which wants its operands.
			if (!known) {
				const stores = this.#storeAll();
				this.#top -= operands.length;
				return this.#instruction(opcode, offset, "synced", operands, undefined, top, stores);
			}
			this.#top -= operands.length;
			const taken = Number(target!.constant);
			if (opcode === 0x56) {
				if (this.#closeLoop(taken)) return undefined;
				this.#following = this.#chains.follow(taken);
				if (this.#following !== undefined) return undefined;
				const stores = this.#leavingStores(taken);
				return this.#instruction(opcode, offset, "terminal", operands, undefined, top, stores);
			}
			const passed = this.#range.end;
			const isKnown = this.#isBlockStart(passed);
			if (!isKnown || !this.#closeLoop(taken)) {
				this.#following = isKnown ? this.#chains.followBranch(taken, passed) : undefined;
				if (this.#following === undefined) {
					return this.#instruction(opcode, offset, "terminal", operands, undefined, top, this.#storeAll());
				}
			}
			const staysWhenTrue = this.#loops || this.#following!.start === taken;
			const exit = { target: staysWhenTrue ? passed : taken, whenTrue: !staysWhenTrue, gasAhead: 0 };
			const stores = this.#leavingStores(exit.target);
			return this.#instruction(opcode, offset, "exit", operands, undefined, top, stores, exit);
		}
		// RETURN and REVERT end the frame: only their operands are read.
		const stores = opcode === 243 || opcode === 253 ? this.#store(top - 1, top) : opcode === 0 ? [] : this.#storeAll();
		this.#top -= operands.length;
		return this.#instruction(opcode, offset, "terminal", operands, undefined, top, stores);
	}

	#instruction(
		opcode: number,
		offset: number,
		form: Form,
		operands: readonly Value[],
		result: Value | undefined,
		top: number,
		stores: readonly StackEntry[],
		exit?: Exit,
	): IrInstruction {
		const inMemory = form === "kernel" || form === "synced" || (form === "terminal" && opcode !== 0x57);
		if (!inMemory || opcode === 0x56 || opcode === 0x57) for (const operand of operands) operand.uses++;
		return { opcode, offset, form, operands, result, top, gasBehind: 0, stores, exit };
	}

	#value(kind: Value["kind"], constant: bigint, position: number, bits: number, isBoolean = false): Value {
		return { kind, constant, position, bits, isBoolean, uses: 0, isRead: false, id: this.#ids++ };
	}

	#constant(constant: bigint): Value {
		let value = this.#constants.get(constant);
		if (value === undefined) {
			value = this.#value("constant", constant, 0, bitLength(constant));
			this.#constants.set(constant, value);
		}
		return value;
	}

	#push(value: Value): void {
		this.#top++;
		this.#places.set(this.#top, value);
		if (this.#top > this.#grows) this.#grows = this.#top;
	}

	#pop(): void {
		this.#read(this.#top);
		this.#top--;
	}

	#read(position: number): Value {
		const known = this.#places.get(position);
		if (known !== undefined) return known;
		const found = this.#find(position);
		if (1 - position > this.#needs) this.#needs = 1 - position;
		if (position < this.#lowest) this.#lowest = position;
		if (!this.#carried.has(position)) this.#memory.set(position, found);
		this.#places.set(position, found);
		return found;
	}

	/** What lies at a place of the stack when the function begins. */
	#find(position: number): Value {
		const constant = this.#entryConstants.get(this.#start)?.[-position];
		if (constant !== undefined) return this.#constant(constant);
		const input = this.#value("input", 0n, position, 256);
		this.#inputs.set(position, input);
		return input;
	}

	/** What must be written so that memory holds places `from` to `to`. */
	#store(from: number, to: number): StackEntry[] {
		const stores: StackEntry[] = [];
		for (let position = from; position <= to; position++) {
			const value = this.#places.get(position);
			if (value === undefined) continue;
			if (this.#memory.get(position) === value) {
				value.isRead = true;
				continue;
			}
			this.#memory.set(position, value);
			value.uses++;
			stores.push({ position, value });
		}
		return stores;
	}

	#storeAll(): StackEntry[] {
		return this.#store(this.#lowest, this.#top);
	}

	/** What must be written before the function is left for a block. Memory on other ways stays as it is. */
	#leavingStores(target: number | undefined): StackEntry[] {
		const memory = new Map(this.#memory);
		const from =
			target === undefined ? this.#lowest : Math.max(this.#lowest, this.#top - this.#chains.wordsRead(target) + 1);
		const stores = this.#store(from, this.#top);
		this.#memory = memory;
		return stores;
	}
}
