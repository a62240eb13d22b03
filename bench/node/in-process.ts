// A process with a node inside, as a program has that uses one as a library: requests go to its provider, without JSON and sockets.
import type { Order, Outcome } from "./in-process-messages.js";
import type { Lane, LaneEnding, RpcRequest, RunTiming } from "./node-peer.js";
import { forgetPeak, peakMiB } from "./process-usage.js";
import { waitFor } from "./wait-for.js";

export type Ask = (request: RpcRequest) => Promise<unknown>;

async function run(ask: Ask, lanes: readonly Lane[], ending: LaneEnding): Promise<RunTiming> {
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

async function trace(ask: Ask, request: RpcRequest): Promise<unknown> {
	forgetPeak(process.pid);
	const start = performance.now();
	await ask(request);
	const totalMs = performance.now() - start;
	return { totalMs, peakMiB: peakMiB(process.pid) };
}

function carryOut(ask: Ask, order: Order): Promise<unknown> {
	switch (order.type) {
		case "ask":
			return ask(order.request);
		case "run":
			return run(ask, order.lanes, order.ending);
		default:
			return trace(ask, order.request);
	}
}

function tell(outcome: Outcome): void {
	process.send!(outcome);
}

/** Does what this process's parent orders. */
export async function carryOutOrders(ask: Ask): Promise<void> {
	process.on("message", (order: Order) => {
		carryOut(ask, order).then(
			(result) => tell({ result }),
			(error: unknown) => tell({ error: error instanceof Error ? error.message : String(error) }),
		);
	});
	tell({ result: await ask(["eth_chainId"]) });
}
