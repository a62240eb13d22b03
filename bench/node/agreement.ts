import { isDeepStrictEqual } from "node:util";
import { word } from "./contracts.js";
import type { Stage } from "./stage.js";

/** What a node answered before anything is timed. */
export type Answers = Readonly<Record<string, unknown>>;

/** Struct logs with the stack, as go-ethereum gives them by default; Hardhat has to be told not to show the memory. */
export const traceConfig = { enableMemory: false, disableMemory: true, disableStorage: true };

interface StructLogs {
	readonly gas: number;
	readonly failed: boolean;
	readonly returnValue: string;
	readonly structLogs: readonly {
		readonly pc: number;
		readonly op: string;
		readonly gas: number;
		readonly gasCost: number;
		readonly depth: number;
		readonly stack: readonly string[];
	}[];
}

/**
 * Asks everything that is timed once. All nodes are asked the same, in the same order.
 *
 * @param tracesSteps - the node can trace
 */
export async function askAll(stage: Stage, tracesSteps: boolean): Promise<Answers> {
	const { peer } = stage;
	const answers: Record<string, unknown> = {};
	const { gasLimit } = await peer.ask<{ gasLimit: string }>("eth_getBlockByNumber", "latest", false);
	answers["gas limit of blocks"] = BigInt(gasLimit);
	for (const action of ["transfer", "erc20"] as const) {
		for (const sending of ["raw", "unlocked"] as const) {
			const [[request]] = stage.transactions(action, sending, 1, 1) as [[readonly [string, ...unknown[]]]];
			const { status, gasUsed } = await stage.receiptOf(await peer.ask(...request));
			answers[`${action}, ${sending}`] = `status ${status}, gas ${BigInt(gasUsed)}`;
		}
	}
	for (const [name, request] of Object.entries(stage.calls())) answers[name] = await peer.ask(...request);
	const { hash, gasUsed } = await stage.send(1, stage.countdown, `0x${word(20n)}`, 100_000n);
	answers["countdown, gas"] = BigInt(gasUsed);
	if (tracesSteps) answers.trace = plainTrace(await peer.ask<StructLogs>("debug_traceTransaction", hash, traceConfig));
	return answers;
}

/** What all clients mean alike: some write words with leading zeros, or without 0x. */
function plainTrace({ gas, failed, returnValue, structLogs }: StructLogs): unknown {
	const plain = (text: string): string => text.replace(/^0x/, "");
	return {
		gas,
		failed,
		returnValue: plain(returnValue),
		structLogs: structLogs.map(({ pc, op, gas: left, gasCost, depth, stack }) => ({
			pc,
			op,
			left,
			gasCost,
			depth,
			stack: stack.map((value) => BigInt(`0x${plain(value)}`)),
		})),
	};
}

/** In what a node differs from the first; undefined: in nothing. */
export function findDifference(expected: Answers, given: Answers): string | undefined {
	for (const [name, answer] of Object.entries(given)) {
		if (isDeepStrictEqual(answer, expected[name])) continue;
		return `${name}: ${shorten(answer)}, not ${shorten(expected[name])}`;
	}
	return undefined;
}

function shorten(answer: unknown): string {
	const text =
		JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)) ?? "nothing";
	return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
