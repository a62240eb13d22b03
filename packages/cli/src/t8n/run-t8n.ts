import { type GenesisAccount, type JsonFields, parseAlloc } from "@evmore/evm/block";
import { type BlobParameters, readBlobParameters } from "./blob-parameters.js";
import { readEnvironment } from "./environment.js";
import { OpcodeCounter } from "./opcode-counter.js";
import { readTransactions } from "./read-transactions.js";
import type { T8nOptions } from "./t8n-command.js";
import { ToolError } from "./tool-error.js";
import { stdinSelector, ToolInput } from "./tool-input.js";
import { readChainId, readReward } from "./tool-options.js";
import { makeBaseFolder, writeOutputs } from "./tool-output.js";
import { TraceFiles } from "./trace-files.js";
import { runTransition } from "./transition.js";
import { formatTransition } from "./transition-json.js";
import { TransitionWatch } from "./transition-watch.js";

/** Runs `t8n`: reads the three inputs, makes the block, writes what came of it. */
export async function runT8n(options: T8nOptions): Promise<void> {
	const folder = options["output.basedir"];
	makeBaseFolder(folder);
	const chainId = readChainId(options["state.chainid"]);
	const reward = readReward(options["state.reward"]);
	const watch = openTransitionWatch(folder, options);
	const input = new ToolInput();
	const alloc = await input.read(options["input.alloc"], "alloc", readAlloc);
	const env = await input.read(options["input.env"], "env", readEnvironment);
	const transition = await runTransition({
		fork: options["state.fork"],
		chainId,
		reward,
		alloc,
		env,
		transactions: await readTransactions(options["input.txs"], input, chainId),
		blobParameters: await findBlobParameters(options, input),
		watch: watch?.watch,
	});
	const { alloc: after, result, body } = formatTransition(transition);
	writeOutputs(folder, [
		{ name: "alloc", value: after, destination: options["output.alloc"] },
		{ name: "result", value: result, destination: options["output.result"] },
		{ name: "body", value: body, destination: options["output.body"] },
		{ name: "opcodes", value: watch?.counter?.results() ?? {}, destination: options["opcode.count"] },
	]);
}

/** Reads an `alloc`. */
export function readAlloc(parts: JsonFields, member: string): GenesisAccount[] {
	return parseAlloc(parts.object(member));
}

async function findBlobParameters(options: T8nOptions, input: ToolInput): Promise<BlobParameters | undefined> {
	const source = options["input.blobParams"];
	if (source !== "") return input.read(source, "blobParams", readBlobParameters);
	const usesStdin = ["input.alloc", "input.env", "input.txs"].some(
		(name) => options[name as keyof T8nOptions] === stdinSelector,
	);
	return usesStdin ? input.read(stdinSelector, "blobParams", readBlobParameters) : undefined;
}

interface OpenedWatch {
	readonly watch: TransitionWatch;
	readonly counter: OpcodeCounter | undefined;
}

function openTransitionWatch(folder: string, options: T8nOptions): OpenedWatch | undefined {
	if (!options.trace && options["trace.tracer"] !== "") {
		throw new ToolError("config", `failed instantiating tracer: there is no tracer "${options["trace.tracer"]}"`);
	}
	const counter = options["opcode.count"] === "" ? undefined : new OpcodeCounter();
	if (!options.trace && counter === undefined) return undefined;
	const files = options.trace
		? new TraceFiles({
				folder,
				shown: {
					memory: options["trace.memory"] || !options["trace.nomemory"],
					stack: !options["trace.nostack"],
					returnData: options["trace.returndata"] || !options["trace.noreturndata"],
				},
				callFrames: options["trace.callframes"],
			})
		: undefined;
	return { watch: new TransitionWatch(files, counter), counter };
}
