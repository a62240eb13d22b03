import type { JsonFields } from "@evmore/evm/block";
import { InputError } from "../errors.js";
import { isObject, parseJson } from "../input/json-input.js";
import { OutputFiles } from "../output/output-files.js";
import { readBlobParameters } from "./blob-parameters.js";
import { readEnvironment, requireField } from "./environment.js";
import { formatGoJson } from "./go-json.js";
import { readTransactionMembers } from "./read-transactions.js";
import { readAlloc } from "./run-t8n.js";
import { readPart, readToolFields } from "./tool-input.js";
import { defaultToolFork } from "./tool-options.js";
import { makeBaseFolder, writeOutputs } from "./tool-output.js";
import { TraceFiles } from "./trace-files.js";
import { runTransition, type TransitionRequest } from "./transition.js";
import { formatTransition } from "./transition-json.js";
import { TransitionWatch } from "./transition-watch.js";

/** What the server does with every request. */
export interface RequestDefaults {
	readonly trace: boolean;
	/** Where traces are put, unless a request says so. */
	readonly folder: string;
}

/**
 * Answers a request of the server transport: `{state: {fork, chainid, reward}, input: {alloc, env, txs, blobParams?},
 * trace?, output-basedir?}` with `{alloc, result, body}`.
 *
 * @throws {ToolError} the request is not understood, or cannot be answered
 */
export async function answerTransition(text: string, defaults: RequestDefaults): Promise<string> {
	const failure = "failed unmarshalling the request";
	const { request, traceFolder, input, chainId } = readPart(failure, () => readRequest(text, defaults));
	const transactions = await readTransactionMembers(input, chainId, failure);
	if (traceFolder !== undefined) makeBaseFolder(traceFolder);
	const files = new OutputFiles();
	try {
		const watch = traceFolder === undefined ? undefined : openWatch(traceFolder, files);
		const transition = await runTransition({ ...request, transactions, watch });
		// Traces are all that is written.
		writeOutputs(files, "", []);
		return formatGoJson(formatTransition(transition));
	} finally {
		files.discard();
	}
}

interface ReadRequest {
	readonly request: Omit<TransitionRequest, "transactions" | "watch">;
	readonly input: JsonFields;
	readonly chainId: bigint;
	/** Undefined: nothing is traced. */
	readonly traceFolder: string | undefined;
}

function readRequest(text: string, defaults: RequestDefaults): ReadRequest {
	const parsed = parseJson(text, "the request");
	if (!isObject(parsed)) throw new InputError("the request is not an object");
	const json = readToolFields(parsed, "");
	const state = json.object("state");
	const input = requireField(json.object("input"), "input");
	const chainId = state?.integer("chainid", 6) ?? 1n;
	const trace = json.boolean("trace") ?? defaults.trace;
	return {
		request: {
			fork: state?.text("fork") ?? defaultToolFork,
			chainId,
			reward: readRewardMember(state),
			alloc: readAlloc(input, "alloc"),
			env: readEnvironment(input, "env"),
			blobParameters: readBlobParameters(input, "blobParams"),
		},
		input,
		chainId,
		traceFolder: trace ? (json.text("output-basedir") ?? defaults.folder) : undefined,
	};
}

/** -1 stands for no reward. Those of the forks, as 5 ether in wei, are JSON numbers without loss; others may be texts. */
function readRewardMember(state: JsonFields | undefined): bigint {
	const number = state?.number("reward");
	if (number === undefined) return state?.integer("reward", 8) ?? 0n;
	if (!Number.isInteger(number) || number > 2 ** 63) throw new InputError("state.reward is not an integer");
	return BigInt(number);
}

function openWatch(folder: string, files: OutputFiles): TransitionWatch {
	return new TransitionWatch(new TraceFiles({ folder, files, shown: {}, callFrames: false }), undefined);
}
