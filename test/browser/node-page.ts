// Runs in the browser, bundled: a node in the page, viem over its provider; reports what the steps found.
import { createNode } from "@evmore/node";
import { custom } from "viem";
import { steps } from "../clients/viem-expected.js";
import { type Artifact, ViemScenario } from "../clients/viem-scenario.js";

/** A precompiled contract whose library is not loaded yet: the node waits for it. */
async function addPoints(): Promise<unknown> {
	const node = await createNode();
	const call = { to: "0x0000000000000000000000000000000000000006", data: "0x" };
	const sum = await node.provider.request({ method: "eth_call", params: [call, "latest"] });
	await node.close();
	return sum;
}

/** The blocks that the provider itself tells of (EIP-1193), without a client. */
async function listen(): Promise<unknown> {
	const node = await createNode();
	const { provider } = node;
	const told = new Promise<unknown>((resolve) => provider.on("message", resolve));
	const subscription = await provider.request({ method: "eth_subscribe", params: ["newHeads"] });
	await provider.request({ method: "evm_mine", params: [] });
	const { type, data } = (await told) as { type: string; data: { subscription: unknown; result: { number: string } } };
	await node.close();
	return { type, isSame: data.subscription === subscription, number: data.result.number };
}

async function run(): Promise<unknown> {
	const artifact = (await (await fetch("/artifact.json")).json()) as Artifact;
	const node = await createNode();
	const scenario = new ViemScenario(custom(node.provider), artifact);
	const findings: Record<string, unknown> = {};
	for (const step of steps) {
		findings[step] = await scenario[step]().catch((error: unknown) => String((error as Error).stack).slice(0, 2000));
	}
	await node.close();
	return { findings, told: await listen(), bn254: await addPoints() };
}

const report = await run().catch((error: unknown) => ({ error: String((error as Error).stack) }));
await fetch("/report", { method: "POST", body: JSON.stringify(report) });
