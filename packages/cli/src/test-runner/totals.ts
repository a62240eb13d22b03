import type { FileReport, Tally } from "./case-report.js";

/** Counts of cases by fork. */
export class Totals {
	readonly #forks = new Map<string, Tally>();
	passed = 0;
	failed = 0;

	add({ tallies }: FileReport): void {
		for (const [fork, { passed, failed }] of Object.entries(tallies)) {
			const tally = this.#forks.get(fork) ?? { passed: 0, failed: 0 };
			this.#forks.set(fork, tally);
			tally.passed += passed;
			tally.failed += failed;
			this.passed += passed;
			this.failed += failed;
		}
	}

	/** A line per fork. @param rank - the fork's place in the order of time */
	describeForks(rank: (fork: string) => number): string[] {
		const rows = [...this.#forks].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
		const width = Math.max(...rows.map(([fork]) => fork.length), unreadable.length);
		return rows.map(([fork, { passed, failed }]) => {
			const name = (fork === "" ? unreadable : fork).padEnd(width);
			return `${name}  ${count(passed)} passed  ${count(failed)} failed`;
		});
	}

	/** `N passed, N failed, 0 skipped`: nothing is ever skipped. */
	describe(): string {
		return `${this.passed} passed, ${this.failed} failed, 0 skipped`;
	}
}

/** Stands for the fork where a file could not be read. */
const unreadable = "unreadable";

function count(cases: number): string {
	return cases.toString().padStart(6);
}
