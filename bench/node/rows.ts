import { traceConfig } from "./agreement.js";
import { stepsPerRound, word } from "./contracts.js";
import type { Lane, LaneEnding, RpcRequest } from "./node-peer.js";
import type { Action, Sending, Stage } from "./stage.js";

export type Unit = "/s" | "ms" | "MiB" | "µs";

/** What a round on one node gives: a value for each row of a group. Undefined: it has none there. */
export type Values = readonly (number | undefined)[];

/** What rows of processor time are called: they have a table of their own. */
export const cpuPrefix = "cpu: ";

/** Rows that are measured together. */
export interface RowGroup {
	readonly rows: readonly { readonly name: string; readonly unit: Unit }[];
	/** Runs so long that compilers are done, before the first round. */
	warmUp(stage: Stage): Promise<void>;
	round(stage: Stage): Promise<Values>;
}

/** How long nodes run before the first round, and in each. */
export interface Durations {
	readonly warmUpMs: number;
	readonly roundMs: number;
}

/** So many requests a second, in lanes side by side; and the processor's time for one. */
function rate(
	title: string,
	lanes: number,
	{ warmUpMs, roundMs }: Durations,
	ending: LaneEnding,
	make: (stage: Stage, count: number) => readonly Lane[],
): RowGroup {
	const name = `${title}, ${lanes === 1 ? "1 client" : `${lanes} clients`}`;
	const perRound = new Map<Stage, number>();
	return {
		rows: [
			{ name, unit: "/s" },
			{ name: `${cpuPrefix}${name}`, unit: "µs" },
		],
		async warmUp(stage) {
			let perMs = 0;
			const start = performance.now();
			const isLate = (): boolean => performance.now() - start > warmUpMs * 5;
			for (let spent = 0, count = lanes; spent < warmUpMs && !isLate(); count = Math.min(count * 3, 2000)) {
				const { ms, cpuMs } = await stage.peer.run(make(stage, count), ending);
				// Compilers are done after so much work, not after so much waiting for a processor that others use.
				spent += Math.min(ms, cpuMs ?? ms);
				perMs = count / ms;
			}
			perRound.set(stage, Math.max(lanes, Math.min(20_000, Math.ceil(perMs * roundMs))));
		},
		async round(stage) {
			const count = perRound.get(stage)!;
			const { ms, cpuMs } = await stage.peer.run(make(stage, count), ending);
			return [(count / ms) * 1000, perRequest(cpuMs, count)];
		},
	};
}

function perRequest(cpuMs: number | undefined, count: number): number | undefined {
	return cpuMs === undefined ? undefined : (cpuMs / count) * 1000;
}

function transactions(action: Action, sending: Sending, lanes: number, durations: Durations): RowGroup {
	const what = action === "transfer" ? "transfers of ether" : "transfers of a token";
	const how = sending === "raw" ? "signed" : "by an unlocked account";
	return rate(`${what}, ${how}, one per block`, lanes, durations, "mined", (stage, count) =>
		stage.transactions(action, sending, count, lanes),
	);
}

const fullBlock = 1000;
const fullBlockLanes = 16;

/** A block of a thousand transactions, which the node had taken before. */
function fullBlocks(action: Action): RowGroup {
	const what = action === "transfer" ? "transfers of ether" : "transfers of a token";
	const mine = async (stage: Stage): Promise<Values> => {
		const { peer } = stage;
		await peer.ask("evm_setAutomine", false);
		const take = await peer.run(stage.transactions(action, "raw", fullBlock, fullBlockLanes));
		const mining = await peer.run([[["evm_mine"]]]);
		const block = await peer.ask<{ transactions: unknown[] }>("eth_getBlockByNumber", "latest", false);
		if (block.transactions.length !== fullBlock) throw new Error(`a block of ${block.transactions.length}`);
		await peer.ask("evm_setAutomine", true);
		const rates = [take.ms + mining.ms, take.ms, mining.ms].map((ms) => (fullBlock / ms) * 1000);
		return [...rates, perRequest(take.cpuMs, fullBlock), perRequest(mining.cpuMs, fullBlock)];
	};
	return {
		rows: [
			{ name: `${what}, ${fullBlock} per block`, unit: "/s" },
			{ name: `- taking them, ${fullBlockLanes} clients`, unit: "/s" },
			{ name: "- mining the block", unit: "/s" },
			{ name: `${cpuPrefix}${what}, ${fullBlock} per block: taking one`, unit: "µs" },
			{ name: `${cpuPrefix}- mining it`, unit: "µs" },
		],
		async warmUp(stage) {
			for (let index = 0; index < 3; index++) await mine(stage);
		},
		round: mine,
	};
}

function calls(kind: "balanceOf" | "work", lanes: number, durations: Durations): RowGroup {
	const name = kind === "balanceOf" ? "eth_call, balanceOf" : "eth_call, 5000 hashes and slots";
	return rate(name, lanes, durations, "answered", (stage, count) => {
		const request: RpcRequest = stage.calls()[kind];
		return Array.from({ length: lanes }, () => new Array<RpcRequest>(Math.ceil(count / lanes)).fill(request));
	});
}

/** Everything but start-up and traces, which have nodes of their own. */
export function rowGroups(durations: Durations): RowGroup[] {
	const groups: RowGroup[] = [];
	for (const sending of ["raw", "unlocked"] as const) {
		for (const action of ["transfer", "erc20"] as const) {
			for (const lanes of [1, 16]) groups.push(transactions(action, sending, lanes, durations));
		}
	}
	groups.push(fullBlocks("transfer"), fullBlocks("erc20"));
	for (const kind of ["balanceOf", "work"] as const) {
		for (const lanes of [1, 16]) groups.push(calls(kind, lanes, durations));
	}
	return groups;
}

/** The trace of a transaction of so many steps. */
export function traceGroup(steps: number): RowGroup {
	const gas = BigInt(Math.ceil((steps / stepsPerRound) * 26 + 30_000));
	const rounds = BigInt(Math.round(steps / stepsPerRound));
	const title = `a transaction of ${steps >= 1e6 ? `${steps / 1e6} million` : steps} steps`;
	return {
		rows: [
			{ name: `${title}, mined`, unit: "ms" },
			{ name: "- debug_traceTransaction, first byte", unit: "ms" },
			{ name: "- whole answer", unit: "ms" },
			{ name: "- largest size of the process", unit: "MiB" },
			{ name: "- the answer", unit: "MiB" },
		],
		async warmUp() {},
		async round(stage) {
			const start = performance.now();
			const { hash } = await stage.send(1, stage.countdown, `0x${word(rounds)}`, gas);
			const mineMs = performance.now() - start;
			const timing = await stage.peer.trace(["debug_traceTransaction", hash, traceConfig]);
			const mib = timing.bytes === undefined ? undefined : timing.bytes / 2 ** 20;
			return [mineMs, timing.firstByteMs, timing.totalMs, timing.peakMiB, mib];
		},
	};
}
