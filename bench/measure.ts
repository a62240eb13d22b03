import type { Peer, PeerName } from "./peers/peer.js";
import type { Pinning } from "./pinning.js";
import type { Outcome, Program } from "./program.js";

/** Times of one peer on one program, nanoseconds per run. */
export interface Measurement {
	readonly median: number;
	/** Half the distance between the quartiles, over the median; 0 for a single round. */
	readonly spread: number;
	readonly rounds: number;
}

export interface ProgramResult {
	readonly program: Program;
	readonly outcome: Outcome;
	readonly times: ReadonlyMap<PeerName, Measurement>;
	/** Peers whose outcome differs, or that failed: they were not timed. */
	readonly disagreements: ReadonlyMap<PeerName, string>;
}

export interface MeasureOptions {
	/** Rounds per peer; the peers take turns. */
	readonly rounds: number;
	/** How long a round of one peer should take. */
	readonly roundMs: number;
	/** A single run longer than this is not repeated: it takes all the time a peer gets. */
	readonly slowMs: number;
}

interface Runner {
	readonly peer: Peer;
	readonly iterations: number;
	readonly samples: number[];
	/** How many samples there will be. */
	readonly rounds: number;
}

/** Runs a program on all peers: checks that they agree, warms them up, and times them in turns. */
export async function measureProgram(
	program: Program,
	peers: readonly Peer[],
	options: MeasureOptions,
	pinning?: Pinning,
): Promise<ProgramResult> {
	const disagreements = new Map<PeerName, string>();
	const runners: Runner[] = [];
	let expected: Outcome | undefined;
	for (const peer of peers) {
		let outcome: Outcome;
		const start = performance.now();
		try {
			outcome = await peer.load(program);
		} catch (error) {
			disagreements.set(peer.name, error instanceof Error ? error.message : String(error));
			continue;
		}
		const loadMs = performance.now() - start;
		expected ??= outcome;
		const difference = describeDifference(expected, outcome);
		if (difference !== undefined) {
			disagreements.set(peer.name, difference);
			continue;
		}
		runners.push(await warmUp(peer, loadMs, options));
	}
	// First runs leave work behind for the compilers' threads: they come when the others are done.
	const [warm, cold] = [runners.filter(({ peer }) => !peer.isCold), runners.filter(({ peer }) => peer.isCold)];
	pinning?.pin();
	for (const group of [warm, cold]) {
		for (let round = 0; round < options.rounds; round++) {
			for (const { peer, iterations, samples, rounds } of group) {
				if (samples.length < rounds) samples.push(await peer.run(iterations));
			}
		}
	}
	pinning?.release();
	const times = new Map(runners.map(({ peer, samples }) => [peer.name, summarise(samples)] as const));
	return { program, outcome: expected!, times, disagreements };
}

/** Code counts as hot after much gas, which small calls take a while to spend, and is then compiled in the background. */
const warmUpMs = 500;
const warmUpLimitMs = 1500;
/** Fewest samples of what is repeated at all. */
const leastRounds = 5;

/** Runs a peer until its round is settled. What took too long in loading already is timed by a single run. */
async function warmUp(peer: Peer, loadMs: number, options: MeasureOptions): Promise<Runner> {
	const { rounds, roundMs, slowMs } = options;
	if (peer.isCold) return { peer, iterations: 1, samples: [], rounds };
	if (loadMs > slowMs) return { peer, iterations: 1, samples: [await peer.run(1)], rounds: 1 };
	let iterations = 1;
	let nanoseconds = await peer.run(1);
	let best = nanoseconds;
	for (let spent = nanoseconds; spent < warmUpLimitMs * 1e6; spent += nanoseconds * iterations) {
		iterations = Math.max(1, Math.min(iterations * 4, Math.ceil((roundMs * 1e6) / nanoseconds)));
		nanoseconds = await peer.run(iterations);
		if (spent > warmUpMs * 1e6 && nanoseconds > best * 0.9) break;
		best = Math.min(best, nanoseconds);
	}
	const atOnce = Math.max(1, Math.round((roundMs * 1e6) / nanoseconds));
	// A run that is longer than a round gets fewer of them.
	const fitting = Math.round((rounds * roundMs * 1e6) / (nanoseconds * atOnce));
	return { peer, iterations: atOnce, samples: [], rounds: Math.min(rounds, Math.max(leastRounds, fitting)) };
}

function describeDifference(expected: Outcome, outcome: Outcome): string | undefined {
	if (outcome.status !== expected.status) return `status ${outcome.status}, not ${expected.status}`;
	if (outcome.gasUsed !== expected.gasUsed) return `gas ${outcome.gasUsed}, not ${expected.gasUsed}`;
	if (outcome.output !== expected.output) return `output ${shorten(outcome.output)}, not ${shorten(expected.output)}`;
	return undefined;
}

function shorten(hex: string): string {
	return hex.length > 40 ? `${hex.slice(0, 38)}… (${(hex.length - 2) / 2} bytes)` : hex;
}

export function summarise(samples: readonly number[]): Measurement {
	const sorted = [...samples].sort((a, b) => a - b);
	const at = (part: number): number => {
		const position = part * (sorted.length - 1);
		const low = Math.floor(position);
		const value = sorted[low]!;
		return value + (sorted[Math.min(low + 1, sorted.length - 1)]! - value) * (position - low);
	};
	const median = at(0.5);
	return { median, spread: (at(0.75) - at(0.25)) / 2 / median, rounds: sorted.length };
}

export function geometricMean(values: readonly number[]): number {
	return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
