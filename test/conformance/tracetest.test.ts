import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { computeBlobBaseFee } from "../../packages/evm/src/block/blob-gas.js";
import { parseGenesis } from "../../packages/evm/src/block/genesis.js";
import { zeroAddress } from "../../packages/evm/src/bytes/address.js";
import { bytesToHex, hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { forkNames } from "../../packages/evm/src/spec/fork-name.js";
import { resolveSpec, type Spec } from "../../packages/evm/src/spec/spec.js";
import { MemoryState } from "../../packages/evm/src/state/memory-state.js";
import type { JsonValue } from "../../packages/evm/src/trace/json-value.js";
import { streamTransactionTrace, traceTransaction } from "../../packages/evm/src/trace/trace-transaction.js";
import { fixturesDir, readJson } from "../fixtures.js";

// go-ethereum's answers to debug_traceTransaction, one transaction each with the state before it.

interface TraceTest {
	readonly genesis: { readonly config: Readonly<Record<string, unknown>> };
	readonly context: Readonly<Record<string, string>>;
	readonly input: string;
	readonly tracerConfig?: unknown;
	readonly result: JsonValue;
}

/** Folders, with the tracer each is about, and the number of files. */
const folders: readonly (readonly [folder: string, tracer: string, count: number])[] = [
	["call_tracer", "callTracer", 5],
	["call_tracer_flat", "flatCallTracer", 12],
	["call_tracer_withLog", "callTracer", 5],
	["erc7562_tracer", "erc7562Tracer", 1],
	["prestate_tracer", "prestateTracer", 6],
	["prestate_tracer_with_diff_mode", "prestateTracer", 5],
];

/** Keys of go-ethereum's chain configuration, in the order of the forks they begin. */
const activations: readonly (readonly [key: string, fork: string])[] = [
	["homesteadBlock", "Homestead"],
	["eip150Block", "Tangerine Whistle"],
	["eip158Block", "Spurious Dragon"],
	["byzantiumBlock", "Byzantium"],
	["constantinopleBlock", "Constantinople"],
	["petersburgBlock", "Petersburg"],
	["istanbulBlock", "Istanbul"],
	["berlinBlock", "Berlin"],
	["londonBlock", "London"],
	["shanghaiTime", "Shanghai"],
	["cancunTime", "Cancun"],
	["pragueTime", "Prague"],
	["osakaTime", "Osaka"],
];

function specOf({ genesis, context }: TraceTest): Spec {
	let fork = forkNames[0] as string;
	for (const [key, name] of activations) {
		const at = genesis.config[key];
		const position = Number(key.endsWith("Time") ? context.timestamp : context.number);
		if (typeof at === "number" && position >= at) fork = name;
	}
	return resolveSpec(fork);
}

/** Members that say where the transaction stands in its chain: the files have them, or not, as their chains were. */
const placeMembers = new Set(["blockHash", "blockNumber", "transactionHash", "transactionPosition"]);

/** Members of other kinds of frames, which one file gives all its frames, as zero. */
const zeroMembers: Readonly<Record<string, JsonValue>> = {
	address: zeroAddress,
	author: zeroAddress,
	refundAddress: zeroAddress,
	balance: "0x0",
};

/** Older files do not number their logs, which go-ethereum reads as the number 0. */
function withLogIndex(frame: Readonly<Record<string, JsonValue>>): JsonValue {
	const { calls, logs } = frame as Record<string, Record<string, JsonValue>[] | undefined>;
	return {
		...frame,
		...(logs !== undefined && { logs: logs.map((log) => ({ index: "0x0", ...log })) }),
		...(calls !== undefined && { calls: calls.map(withLogIndex) }),
	};
}

/** As go-ethereum compares flat traces: without the place, and what is missing is as good as zero or empty. */
function comparable(tracer: string, value: JsonValue): JsonValue {
	if (tracer === "callTracer") return withLogIndex(value as Record<string, JsonValue>);
	if (tracer !== "flatCallTracer" || !Array.isArray(value)) return value;
	const withoutZeros = (members: object): JsonValue =>
		Object.fromEntries(Object.entries(members).filter(([name, content]) => zeroMembers[name] !== content));
	return (value as Record<string, object>[]).map((frame) => ({
		...(Object.fromEntries(Object.entries(frame).filter(([name]) => !placeMembers.has(name))) as object),
		action: withoutZeros(frame.action!),
		result: withoutZeros(frame.result ?? {}),
	}));
}

const fixtures = fixturesDir();

describe.skipIf(fixtures === undefined)("traces of go-ethereum", () => {
	const cases = folders.flatMap(([folder, tracer, count]) => {
		const names = readdirSync(join(fixtures!, "tracetest", folder)).filter((name) => name.endsWith(".json"));
		expect([folder, names.length]).toEqual([folder, count]);
		return names.map((name) => [`${folder}/${name}`, tracer] as const);
	});

	test("are all there", () => {
		expect(cases.length).toBe(34);
	});

	const engines = ["interpreter", "auto"] as const;
	test.each(engines.flatMap((engine) => cases.map(([file, tracer]) => [file, tracer, engine] as const)))(
		"%s, %s, %s",
		async (file, tracer, engine) => {
			const vector = readJson(join(fixtures!, "tracetest", file)) as TraceTest;
			const spec = specOf(vector);
			const { accounts } = parseGenesis(vector.genesis);
			const state = new MemoryState(Object.fromEntries(accounts.map((account) => [account.address, account])));
			const { context } = vector;
			const block = {
				number: BigInt(context.number!),
				timestamp: BigInt(context.timestamp!),
				coinbase: context.miner as `0x${string}`,
				gasLimit: BigInt(context.gasLimit!),
				baseFee: BigInt(context.baseFeePerGas ?? 0),
				difficulty: BigInt(context.difficulty!),
				prevRandao: 0n,
				blobBaseFee: spec.rules.blobs ? computeBlobBaseFee(spec, 0n) : 1n,
			};
			const place = { spec, state, block, chainId: BigInt(vector.genesis.config.chainId as number), engine };
			const transaction = hexToBytes(vector.input.startsWith("0x") ? vector.input : `0x${vector.input}`);
			const settings = { config: { tracer, tracerConfig: vector.tracerConfig } };
			const result = await traceTransaction(place, { transaction }, settings);
			expect(comparable(tracer, result)).toEqual(comparable(tracer, vector.result));

			let text = "";
			for await (const piece of streamTransactionTrace(place, { transaction: bytesToHex(transaction) }, settings)) {
				text += piece;
			}
			expect(JSON.parse(text)).toEqual(result);
		},
	);
});
