import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitBlocks } from "../../packages/evm/src/block/index.js";
import { createNode, type EvmoreNode, ProviderRpcError } from "../../packages/node/src/index.js";
import { fixturesDir, readJson } from "../fixtures.js";

// The cases of ethereum/execution-apis over the chain that comes with them: requests, and what a node answers.

const fixtures = fixturesDir();
const folder = join(fixtures ?? "", "rpc-compat");

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Exchange {
	readonly request: { readonly method: string; readonly params?: readonly unknown[] };
	readonly response: { readonly result?: Json; readonly error?: { readonly code: number; readonly data?: Json } };
}

interface Case {
	readonly name: string;
	/** Only the form of the answer is given. */
	readonly isFormOnly: boolean;
	readonly exchanges: readonly Exchange[];
}

function readCase(name: string): Case {
	const lines = readFileSync(join(folder, "tests", name), "utf8").split("\n");
	const comments = lines.filter((line) => line.startsWith("//"));
	const requests = lines.filter((line) => line.startsWith(">>"));
	const responses = lines.filter((line) => line.startsWith("<<"));
	expect(responses.length).toBe(requests.length);
	return {
		name,
		isFormOnly: comments.some((line) => line.includes("speconly:")),
		exchanges: requests.map((line, index) => ({
			request: JSON.parse(line.slice(2)) as Exchange["request"],
			response: JSON.parse(responses[index]!.slice(2)) as Exchange["response"],
		})),
	};
}

function listCases(): string[] {
	if (fixtures === undefined) return [];
	return (readdirSync(join(folder, "tests"), { recursive: true, encoding: "utf8" }) as string[])
		.filter((name) => name.endsWith(".io"))
		.sort();
}

async function ask(node: EvmoreNode, request: Exchange["request"]): Promise<Exchange["response"]> {
	try {
		const result = await node.provider.request(request);
		return { result: JSON.parse(JSON.stringify(result)) as Json };
	} catch (error) {
		if (!(error instanceof ProviderRpcError)) throw error;
		const { code, data } = error;
		return { error: { code, ...(data !== undefined && { data: data as Json }) } };
	}
}

/** What a value is, without what it says: types, keys, whether text is hexadecimal. */
function formOf(value: Json): Json {
	if (Array.isArray(value)) {
		const forms = new Map((value as readonly Json[]).map((entry) => [JSON.stringify(formOf(entry)), formOf(entry)]));
		return [...forms.values()];
	}
	if (value === null) return "null";
	if (typeof value === "object") {
		return Object.fromEntries(
			Object.entries(value)
				.sort(([a], [b]) => (a < b ? -1 : 1))
				.map(([key, entry]) => [key, formOf(entry)]),
		);
	}
	return typeof value === "string" && /^0x[0-9a-f]*$/.test(value) ? "hexadecimal" : typeof value;
}

/** Errors within a result have messages, too, which clients word as they like. */
function withoutMessages(value: Json): Json {
	if (Array.isArray(value)) return (value as readonly Json[]).map(withoutMessages);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => {
			if (key !== "error" || typeof entry !== "object" || entry === null) return [key, withoutMessages(entry)];
			const { message, ...rest } = entry as { readonly [key: string]: Json };
			return [key, rest];
		}),
	);
}

function expectAnswer({ isFormOnly }: Case, expected: Exchange["response"], actual: Exchange["response"]): void {
	if (expected.error !== undefined) {
		expect(actual.error?.code).toBe(expected.error.code);
		if (expected.error.data !== undefined) expect(actual.error?.data).toEqual(expected.error.data);
		return;
	}
	expect(actual.error).toBeUndefined();
	if (isFormOnly) expect(formOf(actual.result!)).toEqual(formOf(expected.result!));
	else expect(withoutMessages(actual.result!)).toEqual(withoutMessages(expected.result!));
}

const names = listCases();

describe.skipIf(fixtures === undefined)("the cases of execution-apis", () => {
	let node: EvmoreNode;

	beforeAll(async () => {
		node = await createNode({
			genesis: readJson(join(folder, "chain/genesis.json")),
			// Sent transactions wait; blocks aim at go-ethereum's gas limit.
			automine: false,
			accounts: 0,
			gasLimit: 60_000_000n,
		});
		let count = 0;
		for (const block of splitBlocks(readFileSync(join(folder, "chain/chain.rlp")))) {
			await node.importBlock(block);
			count++;
		}
		expect(count).toBe(54);
		const { params } = readJson(join(folder, "chain/headfcu.json")) as {
			params: [{ headBlockHash: string }];
		};
		const head = (await node.provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
			hash: string;
		};
		expect(head.hash).toBe(params[0].headBlockHash);
	});

	afterAll(() => node.close());

	test("are all there", () => {
		expect(names.length).toBe(116);
	});

	for (const name of names) test(name, () => check(name));

	async function check(name: string): Promise<void> {
		const of = readCase(name);
		expect(of.exchanges.length).toBeGreaterThan(0);
		for (const { request, response } of of.exchanges) expectAnswer(of, response, await ask(node, request));
	}
});
