import { custom, http, type Transport, webSocket } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNode, type EvmoreNode } from "../../packages/node/src/index.js";
import { compileCounter } from "../node/contracts.js";
import { RunningNode } from "./running-node.js";
import { clientsOver } from "./viem-clients.js";
import { expectedFindings, steps } from "./viem-expected.js";
import { ViemScenario } from "./viem-scenario.js";

/** Of a request: the first with blobs has the node read the trusted setup, which takes seconds. */
const timeout = 240_000;

let served: RunningNode;

beforeAll(async () => {
	served = await RunningNode.start();
});

afterAll(() => served.stop());

interface Endpoint {
	readonly transport: Transport;
	stop(): Promise<void>;
}

/** All that ask the process begin with the same empty chain. */
async function serve(transport: Transport, close = async (): Promise<void> => {}): Promise<Endpoint> {
	const { tester } = clientsOver(transport);
	const id = await tester.snapshot();
	return {
		transport,
		stop: async () => {
			await tester.revert({ id });
			await close();
		},
	};
}

const endpoints: Readonly<Record<string, () => Promise<Endpoint>>> = {
	"over HTTP": () => serve(http(served.url, { timeout })),
	"over HTTP, in batches": () => serve(http(served.url, { batch: true, timeout })),
	"over WebSocket": () => {
		const transport = webSocket(served.socketUrl, { timeout });
		return serve(transport, async () => (await transport({}).value!.getRpcClient()).close());
	},
	"in process": async () => {
		const node: EvmoreNode = await createNode();
		return { transport: custom(node.provider), stop: () => node.close() };
	},
};

describe.each(Object.keys(endpoints))("viem %s", (name) => {
	let endpoint: Endpoint;
	let scenario: ViemScenario;

	beforeAll(async () => {
		endpoint = await endpoints[name]!();
		scenario = new ViemScenario(endpoint.transport, compileCounter());
	});

	afterAll(() => endpoint?.stop());

	// One chain, step by step.
	test.each(steps)("%s", { timeout: 300_000 }, async (step) => {
		expect(await scenario[step]()).toEqual(expectedFindings[step]);
	});
});
