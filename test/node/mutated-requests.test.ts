import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { splitBlocks } from "../../packages/evm/src/block/index.js";
import { errorCodes } from "../../packages/node/src/errors/rpc-error.js";
import { DevNode } from "../../packages/node/src/node/dev-node.js";
import { methodNames } from "../../packages/node/src/rpc/method-table.js";
import type { Answer } from "../../packages/node/src/server/json-rpc.js";
import { NodeBackend } from "../../packages/node/src/server/node-backend.js";
import { defaultLimits } from "../../packages/node/src/server/server-limits.js";
import { Random } from "../differential/random.js";
import { fixturesDir, readJson } from "../fixtures.js";
import { mutateRequest } from "./mutate-request.js";

// 100,000 of them: EVMORE_REQUESTS=100000 npx vitest run test/node/mutated-requests.test.ts
const count = Number(process.env.EVMORE_REQUESTS ?? 4000);
const fixtures = fixturesDir();

/** Requests of every method: those of execution-apis, and bare ones of the others. */
function readRequests(folder: string): string[] {
	const files = (readdirSync(folder, { recursive: true, encoding: "utf8" }) as string[]).filter((name) =>
		name.endsWith(".io"),
	);
	const requests = files
		.sort()
		.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
		.filter((line) => line.startsWith(">>"))
		.map((line) => line.slice(2).trim());
	const account = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
	const bare = methodNames.map((method) =>
		JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [account, "0x1", { from: account, to: account }] }),
	);
	return [...requests, ...bare];
}

const codes = new Set<number>(Object.values(errorCodes));

test.skipIf(fixtures === undefined)(
	`${count} mutated requests are answered as JSON-RPC asks for, and memory does not grow with them`,
	{ timeout: 60_000 + count * 20 },
	async () => {
		const folder = join(fixtures!, "rpc-compat");
		const genesis = readJson(join(folder, "chain/genesis.json"));
		const unforeseen: string[] = [];
		const node = await DevNode.create({ genesis });
		for (const block of splitBlocks(new Uint8Array(readFileSync(join(folder, "chain/chain.rlp"))))) {
			await node.importBlock(block);
		}
		let request = "";
		const backend = new NodeBackend(node, {
			limits: defaultLimits,
			allowsSetters: true,
			report: (error) => unforeseen.push(`${request.slice(0, 400)}: ${(error as Error).stack}`),
		});
		const requests = readRequests(join(folder, "tests"));
		const random = new Random("mutated requests");
		const connection = backend.connect(() => {});
		const memory: number[] = [];
		for (let i = 0; i < count; i++) {
			request = mutateRequest(random.pick(requests), methodNames, random);
			const start = process.cpuUsage();
			const text = await wholeAnswer(await backend.answer(connection, request));
			// Work, not time: others may keep the machine busy.
			const { user, system } = process.cpuUsage(start);
			if (user + system > 5e6) unforeseen.push(`${request.slice(0, 400)} took ${(user + system) / 1000} ms`);
			checkAnswer(request, text);
			if (i % Math.ceil(count / 20) === 0) memory.push(process.memoryUsage().rss);
		}
		expect(unforeseen).toEqual([]);
		// The second half of the run may need a little more than the first.
		expect(memory.at(-1)!).toBeLessThan(memory[10]! * 1.5 + (64 << 20));
		await backend.close();
	},
);

/** A long answer comes in pieces. */
async function wholeAnswer(answer: Answer): Promise<string | undefined> {
	if (typeof answer !== "object") return answer;
	let text = "";
	for await (const piece of answer) text += piece;
	return text;
}

function checkAnswer(request: string, text: string | undefined): void {
	if (text === undefined) {
		// A notification, or a batch of nothing else.
		expect(() => JSON.parse(request)).not.toThrow();
		return;
	}
	const parsed = JSON.parse(text) as unknown;
	for (const answer of Array.isArray(parsed) ? parsed : [parsed]) {
		const { jsonrpc, error } = answer as { jsonrpc: unknown; error?: { code: number; message: string } };
		expect(jsonrpc).toBe("2.0");
		expect(
			Object.keys(answer as object)
				.sort()
				.join(),
		).toBe(error === undefined ? "id,jsonrpc,result" : "error,id,jsonrpc");
		if (error === undefined) continue;
		if (!codes.has(error.code)) throw new Error(`${request.slice(0, 400)} is answered with the code ${error.code}`);
		// execution-apis gives this code to a nonce that cannot be raised in a simulation.
		const isNonceMax = error.message.startsWith("err: nonce has max value");
		if (error.code === errorCodes.internalError && !isNonceMax)
			throw new Error(`${request.slice(0, 600)}: ${error.message}`);
		expect(error.message).not.toMatch(/\bat .*:\d+:\d+/);
	}
}
