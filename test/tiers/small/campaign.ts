import { Exit, Halt } from "@evmore/evm/engine";
import { generateContract, programsPerContract, type SmallContract } from "./contract.js";
import { MachinePair } from "./small-runner.js";

/** A program that differs. */
export interface SmallFailure {
	/** `seed:index`, from which it can be made again. */
	readonly id: string;
	readonly contract: SmallContract;
	/** Of the program in its contract. */
	readonly position: number;
	readonly gas: bigint;
	readonly difference: string;
}

/** What was run so far. */
export interface SmallCounts {
	contracts: number;
	/** Contracts that were compiled. */
	compiled: number;
	/** Contracts that the compiler refused, for a reason other than size. */
	declined: number;
	programs: number;
	runs: number;
	different: number;
	/** Runs in contracts in which it was counted how often compiled code was left for the interpreter, and that number. */
	watchedRuns: number;
	detours: number;
	/** How programs ended, in the interpreter and with all their gas. */
	ends: Record<string, number>;
}

export function noCounts(): SmallCounts {
	return {
		contracts: 0,
		compiled: 0,
		declined: 0,
		programs: 0,
		runs: 0,
		different: 0,
		watchedRuns: 0,
		detours: 0,
		ends: {},
	};
}

/** Machines are kept, as making them takes long; but code piles up in them. */
const contractsPerPair = 100;

const contractsPerWatched = 50;

/** Compares contracts of small programs, one after the other, and counts. */
export class SmallCampaign {
	readonly #seed: string;
	readonly #report: (failure: SmallFailure) => void;
	readonly #pairs = new Map<number, { pair: MachinePair; contracts: number }>();
	readonly counts = noCounts();

	constructor(seed: string, report: (failure: SmallFailure) => void) {
		this.#seed = seed;
		this.#report = report;
	}

	/** Runs the programs of a contract, as many as are wanted. */
	run(number: number, programs: number = programsPerContract): void {
		const contract = generateContract(this.#seed, number);
		const pair = this.pairFor(contract.fork);
		const { counts } = this;
		const runsBefore = counts.runs;
		const countedDetours = counts.contracts % contractsPerWatched === 0 ? pair.countDetours() : undefined;
		counts.contracts++;
		const fail = (position: number, gas: bigint, difference: string): void => {
			counts.different++;
			const id = `${this.#seed}:${number * programsPerContract + position}`;
			this.#report({ id, contract, position, gas, difference });
		};
		let position = 0;
		let gas = 0n;
		try {
			pair.install(contract);
			for (; position < programs; position++) {
				const program = contract.programs[position]!;
				gas = program.gas;
				const whole = pair.compare(program, gas);
				this.#countEnd(whole.exit, whole.halt);
				if (whole.difference !== undefined) fail(position, gas, whole.difference);
				gas = BigInt(program.lessGas(whole.gasUsed));
				const { difference } = pair.compare(program, gas);
				if (difference !== undefined && whole.difference === undefined) fail(position, gas, difference);
				counts.programs++;
				counts.runs += 2;
			}
		} catch (error) {
			this.#pairs.delete(contract.fork);
			fail(position, gas, `threw ${error instanceof Error ? error.stack : error}`);
			return;
		}
		if (countedDetours !== undefined) {
			counts.watchedRuns += counts.runs - runsBefore;
			counts.detours += countedDetours();
		}
		const { compiled } = pair;
		if (compiled === "compiled") counts.compiled++;
		else if (compiled === "declined") counts.declined++;
		else {
			fail(0, 0n, `the compiler threw ${pair.failure instanceof Error ? pair.failure.stack : pair.failure}`);
			this.#pairs.delete(contract.fork);
		}
	}

	#countEnd(exit: Exit, halt: Halt): void {
		const end = exit === Exit.halt ? Halt[halt]! : Exit[exit]!;
		this.counts.ends[end] = (this.counts.ends[end] ?? 0) + 1;
	}

	/** The machines that run contracts of a fork. */
	pairFor(fork: number): MachinePair {
		const known = this.#pairs.get(fork);
		if (known !== undefined && known.contracts++ < contractsPerPair) return known.pair;
		const pair = new MachinePair(fork);
		this.#pairs.set(fork, { pair, contracts: 1 });
		return pair;
	}
}
