import { type Answers, askAll, findDifference } from "./agreement.js";
import type { NodeStarter } from "./node-peer.js";
import type { RowGroup, Unit, Values } from "./rows.js";
import { type Sender, Stage } from "./stage.js";

/** A row of the report: what each node gave in each round, or why it gave nothing. */
export interface NodeRow {
	readonly name: string;
	readonly unit: Unit;
	readonly samples: ReadonlyMap<string, readonly number[]>;
	readonly failures: ReadonlyMap<string, string>;
}

/** Nodes that are up, agree, and have the contracts. */
export interface OpenStages {
	readonly stages: readonly Stage[];
	/** Nodes that did not start, or answered something else than the first: they are not timed. */
	readonly failed: ReadonlyMap<string, string>;
}

/** Starts nodes one after the other, and asks each everything once. */
export async function openStages(
	starters: readonly NodeStarter[],
	senders: readonly Sender[],
	tracesSteps: boolean,
): Promise<OpenStages> {
	const stages: Stage[] = [];
	const failed = new Map<string, string>();
	let expected: Answers | undefined;
	for (const starter of starters) {
		try {
			const { peer } = await starter.start(tracesSteps);
			stages.push(await Stage.set(peer, senders));
			const answers = await askAll(stages.at(-1)!, tracesSteps);
			expected ??= answers;
			const difference = findDifference(expected, answers);
			if (difference !== undefined) throw new Error(difference);
		} catch (error) {
			failed.set(starter.name, messageOf(error));
			const stage = stages.findIndex(({ peer }) => peer.name === starter.name);
			if (stage >= 0) stages.splice(stage, 1)[0]!.peer.stop();
		}
	}
	return { stages, failed };
}

/** Measures rows that belong together: nodes take turns, and begin in another order each round. */
export async function measureGroup(group: RowGroup, stages: readonly Stage[], rounds: number): Promise<NodeRow[]> {
	const samples = new Map<string, Values[]>(stages.map(({ peer }) => [peer.name, []]));
	const failures = new Map<string, string>();
	const attempt = async (stage: Stage, work: () => Promise<void>): Promise<void> => {
		if (failures.has(stage.peer.name)) return;
		try {
			await work();
		} catch (error) {
			failures.set(stage.peer.name, messageOf(error));
		}
	};
	for (const stage of stages) await attempt(stage, () => group.warmUp(stage));
	for (let round = 0; round < rounds; round++) {
		for (let turn = 0; turn < stages.length; turn++) {
			const stage = stages[(round + turn) % stages.length]!;
			await attempt(stage, async () => {
				samples.get(stage.peer.name)!.push(await group.round(stage));
			});
		}
	}
	return group.rows.map(({ name, unit }, index) => {
		const given = [...samples].map(([peer, values]): [string, number[]] => [
			peer,
			values.map((one) => one[index]).filter((value) => value !== undefined),
		]);
		return { name, unit, samples: new Map(given.filter(([, values]) => values.length > 0)), failures };
	});
}

/** Starts nodes in turns, and ends them. */
export async function measureStart(starters: readonly NodeStarter[], rounds: number): Promise<NodeRow> {
	const samples = new Map<string, number[]>(starters.map(({ name }) => [name, []]));
	const failures = new Map<string, string>();
	for (let round = 0; round < rounds; round++) {
		for (const { name, start } of starters) {
			if (failures.has(name)) continue;
			try {
				const { peer, startMs } = await start(false);
				peer.stop();
				samples.get(name)!.push(startMs);
			} catch (error) {
				failures.set(name, messageOf(error));
			}
		}
	}
	return { name: "from the start to the first answer", unit: "ms", samples, failures };
}

/** How large the processes have become. */
export function measureMemory(stages: readonly Stage[]): NodeRow {
	const sizes = stages.map(({ peer }) => [peer.name, peer.residentMiB()] as const);
	const samples = new Map<string, number[]>();
	for (const [name, size] of sizes) if (size !== undefined) samples.set(name, [size]);
	return { name: "size of the process after all that", unit: "MiB", samples, failures: new Map() };
}

function messageOf(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
