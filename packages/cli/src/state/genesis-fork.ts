import { type ForkName, findFork, forkNames } from "@evmore/evm/spec";
import { InputError } from "../errors.js";

/** Where the chain is. */
interface Position {
	readonly number: bigint;
	/** Seconds. */
	readonly timestamp: bigint;
	readonly difficulty: bigint;
}

/**
 * The rules that a genesis file's `config` puts in force at a block: of `homesteadBlock`, `londonBlock`, `cancunTime` and so
 * on the last that is reached. Undefined: it names none.
 *
 * @param name - the file, for messages
 */
export function forkOfConfig(
	config: Readonly<Record<string, unknown>>,
	{ number, timestamp, difficulty }: Position,
	name: string,
): ForkName | undefined {
	let last = -1;
	let isSchedule = false;
	for (const [key, value] of Object.entries(config)) {
		const match = /^(\w+)(Block|Time)$/.exec(key);
		const fork = match === null ? undefined : findFork(match[1]!);
		if (fork === undefined || value === null) continue;
		isSchedule = true;
		if (!Number.isSafeInteger(value) || (value as number) < 0) {
			throw new InputError(`${name}: config.${key} is not an unsigned integer`);
		}
		const reached = (match![2] === "Block" ? number : timestamp) >= BigInt(value as number);
		if (reached) last = Math.max(last, forkNames.indexOf(fork.name));
	}
	// The merge is at a total difficulty; the genesis block's is its own.
	const { terminalTotalDifficulty: terminal, terminalTotalDifficultyPassed: isPassed } = config;
	const isNumber =
		typeof terminal === "number" || (typeof terminal === "string" && /^(0x[0-9a-f]+|\d+)$/i.test(terminal));
	if (isPassed === true || (isNumber && difficulty >= BigInt(terminal))) {
		last = Math.max(last, forkNames.indexOf(findFork("Merge")!.name));
	}
	if (last < 0) return isSchedule ? forkNames[0] : undefined;
	return forkNames[last];
}
