import { type GenesisAccount, type JsonFields, parseAlloc } from "@evmore/evm/block";
import type { ResultTracer } from "@evmore/evm/trace";
import { parseJson } from "../input/json-input.js";
import { OutputFiles } from "../output/output-files.js";
import { type BlobParameters, readBlobParameters } from "./blob-parameters.js";
import { readEnvironment } from "./environment.js";
import { OpcodeCounter } from "./opcode-counter.js";
import { readTransactions } from "./read-transactions.js";
import type { T8nOptions } from "./t8n-command.js";
import { readPart, stdinSelector, ToolInput } from "./tool-input.js";
import { readChainId, readReward } from "./tool-options.js";
import { makeBaseFolder, type OutputPart, refuseSameFile, writeOutputs } from "./tool-output.js";
import { TraceFiles } from "./trace-files.js";
import { runTransition } from "./transition.js";
import { formatTransition } from "./transition-json.js";
import { TransitionWatch } from "./transition-watch.js";

/** Runs `t8n`: reads the three inputs, makes the block, writes what came of it. */
export async function runT8n(options: T8nOptions): Promise<void> {
	const folder = options["output.basedir"];
	const outputs = ["output.alloc", "output.result", "output.body", "opcode.count"] as const;
	refuseSameFile(folder, Object.fromEntries(outputs.map((name) => [name, options[name]])));
	makeBaseFolder(folder);
	const files = new OutputFiles();
	try {
		writeOutputs(files, folder, await makeOutputs(options, files));
	} finally {
		files.discard();
	}
}

async function makeOutputs(options: T8nOptions, files: OutputFiles): Promise<OutputPart[]> {
	const chainId = readChainId(options["state.chainid"]);
	const reward = readReward(options["state.reward"]);
	const watch = await openTransitionWatch(options, files);
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
	return [
		{ name: "opcodes", value: watch?.counter?.results() ?? {}, destination: options["opcode.count"] },
		{ name: "alloc", value: after, destination: options["output.alloc"] },
		{ name: "result", value: result, destination: options["output.result"] },
		{ name: "body", value: body, destination: options["output.body"] },
	];
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

async function openTransitionWatch(options: T8nOptions, files: OutputFiles): Promise<OpenedWatch | undefined> {
	const counter = options["opcode.count"] === "" ? undefined : new OpcodeCounter();
	const traces = await openTraceFiles(options, files);
	if (traces === undefined && counter === undefined) return undefined;
	return { watch: new TransitionWatch(traces, counter), counter };
}

async function openTraceFiles(options: T8nOptions, files: OutputFiles): Promise<TraceFiles | undefined> {
	const folder = options["output.basedir"];
	const name = options["trace.tracer"];
	if (name !== "") return openTracerFiles(name, options["trace.jsonconfig"], folder, files);
	if (!options.trace) return undefined;
	const shown = {
		memory: options["trace.memory"] || !options["trace.nomemory"],
		stack: !options["trace.nostack"],
		returnData: options["trace.returndata"] || !options["trace.noreturndata"],
	};
	return new TraceFiles({ folder, files, shown, callFrames: options["trace.callframes"] });
}

/** What one of go-ethereum's tracers finds; that it is asked for counts more than `--trace` does. */
async function openTracerFiles(
	name: string,
	configText: string,
	folder: string,
	files: OutputFiles,
): Promise<TraceFiles> {
	const { createTracer } = await import("@evmore/evm/trace");
	const create = (transactionHash: string, transactionIndex: number): ResultTracer =>
		createTracer(name, config, { origin: { blockHash: undefined, transactionHash, transactionIndex } });
	const failure = "failed instantiating tracer";
	const config = readPart(failure, () => parseJson(configText, "--trace.jsonconfig"), "config");
	// Whether there is such a tracer, and it takes this configuration, is known before anything is executed.
	readPart(failure, () => create("", 0), "config");
	return new TraceFiles({ folder, files, createTracer: create });
}
