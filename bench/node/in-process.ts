// A process with a node inside, as a program has that uses @evmore/node: requests go to its provider, without JSON and sockets.
import { createNode } from "@evmore/node";
import type { Order, Outcome } from "./in-process-messages.js";
import { chainSettings, type Lane, type LaneEnding, type RpcRequest, type RunTiming } from "./node-peer.js";
import { forgetPeak, peakMiB } from "./process-usage.js";
import { waitFor } from "./wait-for.js";

const node = await createNode({
	accounts: chainSettings.accounts,
	gasLimit: BigInt(chainSettings.gasLimit),
	hardfork: chainSettings.hardfork,
});
const ask = ([method, ...params]: RpcRequest): Promise<unknown> => node.provider.request({ method, params });

async function run(lanes: readonly Lane[], ending: LaneEnding): Promise<RunTiming> {
	const cpuBefore = process.cpuUsage();
	const start = performance.now();
	await Promise.all(
		lanes.map(async (lane) => {
			let answer: unknown;
			for (const request of lane) answer = await ask(request);
			if (ending === "mined") await waitFor(async () => (await ask(["eth_getTransactionReceipt", answer])) !== null);
		}),
	);
	const ms = performance.now() - start;
	const { user, system } = process.cpuUsage(cpuBefore);
	return { ms, cpuMs: (user + system) / 1000 };
}

async function trace(request: RpcRequest): Promise<unknown> {
	forgetPeak(process.pid);
	const start = performance.now();
	await ask(request);
	const totalMs = performance.now() - start;
	return { totalMs, peakMiB: peakMiB(process.pid) };
}

function carryOut(order: Order): Promise<unknown> {
	switch (order.type) {
		case "ask":
			return ask(order.request);
		case "run":
			return run(order.lanes, order.ending);
		default:
			return trace(order.request);
	}
}

function tell(outcome: Outcome): void {
	process.send!(outcome);
}

process.on("message", (order: Order) => {
	carryOut(order).then(
		(result) => tell({ result }),
		(error: unknown) => tell({ error: error instanceof Error ? error.message : String(error) }),
	);
});
tell({ result: await ask(["eth_chainId"]) });
