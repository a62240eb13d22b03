/** What is told about one case; members and their order are go-ethereum's (interfaces: `evm statetest`). */
export interface CaseReport {
	readonly name: string;
	readonly pass: boolean;
	/** 0x and 64 digits; left out when nothing was run. */
	readonly stateRoot?: string;
	/** As the test names it; "" when a file could not be read. */
	readonly fork: string;
	readonly error?: string;
	/** The state afterwards, as go-ethereum dumps it. */
	readonly state?: unknown;
	readonly benchStats?: BenchStats;
}

export interface BenchStats {
	/** Nanoseconds of the fastest run. */
	readonly time: number;
	/** Not counted: memory is the runtime's. */
	readonly allocs: number;
	readonly bytesAllocated: number;
	readonly gasUsed: number;
}

/** Which cases are run, and what is told about them besides whether they passed. */
export interface CaseSelection {
	/** Source of a regular expression that names must match. */
	readonly run: string;
	readonly dump: boolean;
	/** Only counts are wanted: reports of cases that passed are not kept. */
	readonly summary: boolean;
	/** Which tier runs code. */
	readonly engine: "interpreter" | "compiler" | "auto";
	/** What only state tests have. */
	readonly stateTest?: {
		/** Only this fork; undefined: all. */
		readonly fork: string | undefined;
		/** Only the case with this number, counted over all forks of a test; -1: all. */
		readonly index: number;
		readonly bench: boolean;
	};
	/** What only block tests have. */
	readonly blockTest?: {
		/** Run each case on both tiers: they must agree. */
		readonly crossCheck: boolean;
	};
}

/** Cases of one fork. */
export interface Tally {
	passed: number;
	failed: number;
}

/** What came of one file. */
export interface FileReport {
	readonly tallies: Readonly<Record<string, Tally>>;
	/** All cases; with `summary` only those that failed. */
	readonly cases: readonly CaseReport[];
}
