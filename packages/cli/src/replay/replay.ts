import { loadPrecompileLibraries } from "@evmore/evm/precompiles";
import { UsageError } from "../errors.js";
import { nameInput } from "../input/text-input.js";
import { readCount, readEngine, readTrace } from "../test-runner/test-options.js";
import { readInput } from "./read-input.js";
import type { ReplayOptions } from "./replay-command.js";
import type { ReplaySettings } from "./replay-settings.js";

/** What `replay` does: reads the file, executes what is in it, prints what came of it. */
export async function replay(path: string, options: ReplayOptions): Promise<void> {
	const settings = readSettings(options);
	const name = nameInput(path);
	const input = readInput(path);
	await loadPrecompileLibraries();
	if (input.kind === "block") {
		for (const option of ["genesis", "block", "workers"] as const) {
			if (options[option] !== undefined) throw new UsageError(`--${option} is for chains: ${name} holds one block`);
		}
		const { replayBlock } = await import("./replay-block.js");
		await replayBlock(input.json, name, settings);
		return;
	}
	if (options.genesis === undefined)
		throw new UsageError("a chain needs --genesis: the accounts and rules it begins with");
	const { replayChain } = await import("./replay-chain.js");
	await replayChain(input, name, options.genesis, settings);
}

function readSettings(options: ReplayOptions): ReplaySettings {
	const { tx, block, workers, bench, json, trace } = options;
	if (bench && (trace || tx !== undefined)) throw new UsageError("--bench goes without --tx and --trace");
	return {
		fork: options["state.fork"],
		transaction: tx === undefined ? undefined : readCount(tx, "--tx"),
		block: block === undefined ? undefined : BigInt(readCount(block, "--block", 2n ** 53n)),
		workers: workers === undefined ? undefined : readCount(workers, "--workers", 64n),
		slowest: readCount(options.slowest, "--slowest"),
		engine: readEngine(options.engine),
		trace: readTrace({ ...options, json: false, debug: false }),
		bench,
		json,
	};
}
