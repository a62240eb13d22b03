import type { StructLog, TracePair } from "./struct-logs-anvil.js";

// What is normalised, because anvil (revm) and go-ethereum, whose form ours is, differ in it:
//
// * members that hold nothing: anvil writes them (returnData "0x", memory [], refund 0), go-ethereum leaves them out;
// * opcodes that no fork has: "Unknown", and "opcode 0x.. not defined";
// * an instruction that fails: anvil gives what it had charged until then as its cost, and Rust's name of the error; it
//   gives an error, too, where go-ethereum's line was written before the fault was met (a jump that is not allowed, a
//   write in a static call, an opcode that does not exist);
// * CREATE and CREATE2: anvil counts the gas that the creation is given (all but one 64th of what is left) as part of the cost, as go-ethereum
//   does for calls only;
// * a creation without initcode: anvil has a line for the STOP behind the end of nothing, go-ethereum runs nothing;
// * SSTORE and SELFDESTRUCT: go-ethereum's line has the refund that they bring, anvil's the one before; the next line
//   has it in both;
// * frames within frames: go-ethereum's refund is the transaction's, anvil's counts from the beginning of the frame;
// * SLOAD and SSTORE that fail: anvil shows the slots met before, go-ethereum none.

const kinds = ["gas", "failed", "returnValue"] as const;

/** The first difference of two traces after normalisation; undefined: there is none. */
export function findTraceDifference({ ours, theirs, isEmptyCreation }: TracePair): string | undefined {
	for (const name of kinds) {
		if (ours[name] !== theirs[name]) return `${name}: ${ours[name]}, anvil has ${theirs[name]}`;
	}
	const comparison = new Comparison();
	const lines = theirs.structLogs.filter((log, index) => {
		const before = theirs.structLogs[index - 1];
		return !isNothing(log, before === undefined ? isEmptyCreation : createsNothing(before, log));
	});
	for (const [index, log] of ours.structLogs.entries()) {
		const other = lines[index];
		if (other === undefined) return `anvil's trace ends before step ${index} (${log.op})`;
		const difference = comparison.findDifference(log, other);
		if (difference !== undefined) return `step ${index}, ${log.op}: ${difference}`;
	}
	if (lines.length !== ours.structLogs.length) {
		return `${ours.structLogs.length} steps, anvil has ${lines.length}`;
	}
	return undefined;
}

/** Two traces compared line by line. */
class Comparison {
	/** Refund when each open frame began, by depth. */
	readonly #refunds = [0];

	findDifference(log: StructLog, other: StructLog): string | undefined {
		if (log.error !== undefined && other.error === undefined) return `failed with ${log.error}, not in anvil`;
		this.#refunds.length = Math.min(this.#refunds.length, log.depth);
		if (this.#refunds.length < log.depth) this.#refunds.push(log.refund ?? 0);
		const ours = this.#normalise({ ...log, refund: (log.refund ?? 0) - this.#refunds[log.depth - 1]! });
		const theirs = this.#normalise(other.error === undefined ? other : { ...other, storage: {} });
		for (const name of Object.keys(ours) as (keyof typeof ours)[]) {
			if (name === "refund" && (log.op === "SSTORE" || log.op === "SELFDESTRUCT")) continue;
			if (name === "gasCost" && (other.error !== undefined || isCreationCost(log, other))) continue;
			const a = JSON.stringify(ours[name]);
			const b = JSON.stringify(theirs[name]);
			if (a !== b) return `${name} ${a}, anvil has ${b}`;
		}
		return undefined;
	}

	#normalise(log: StructLog): Omit<StructLog, "error"> {
		const slots = Object.entries(log.storage ?? {});
		return {
			pc: log.pc,
			op: log.op.startsWith("opcode 0x") ? "Unknown" : log.op,
			gas: log.gas,
			gasCost: log.gasCost,
			depth: log.depth,
			stack: log.stack ?? [],
			returnData: log.returnData ?? "0x",
			memory: log.memory ?? [],
			storage: Object.fromEntries(slots.sort(([a], [b]) => (a < b ? -1 : 1))),
			refund: log.refund ?? 0,
		};
	}
}

/** Whether a line is the STOP of a frame without code. */
function isNothing(log: StructLog, hasNoCode: boolean): boolean {
	return hasNoCode && log.op === "STOP" && log.pc === 0;
}

/** Whether an instruction creates a contract without initcode, in the frame of the line after it. */
function createsNothing({ op, depth, stack }: StructLog, after: StructLog): boolean {
	const creates = (op === "CREATE" || op === "CREATE2") && after.depth === depth + 1;
	// Above the size lie the offset and the value.
	return creates && BigInt(stack?.at(-3) ?? "0x1") === 0n;
}

/** Whether the costs differ by the gas that a creation is given (EIP-150), and by nothing else. */
function isCreationCost(log: StructLog, other: StructLog): boolean {
	if (log.op !== "CREATE" && log.op !== "CREATE2") return false;
	const left = log.gas - log.gasCost;
	return other.gasCost - log.gasCost === left - Math.floor(left / 64);
}
