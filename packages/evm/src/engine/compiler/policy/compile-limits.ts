import { type CompileBudget, defaultBudget } from "../compile-code.js";

/** Which tier runs code. */
export type EngineTier =
	/** The interpreter only. */
	| "interpreter"
	/** Everything is compiled when it is first run. */
	| "compiler"
	/** Code is compiled when it has become hot. */
	| "auto";

/** When code is compiled, what that may cost, and how much of it is kept. */
export interface CompileLimits {
	/** Gas spent in code before it is compiled. */
	readonly hotGas: bigint;
	/** What is added to that for each byte of the code. */
	readonly hotGasPerByte: bigint;
	readonly budget: CompileBudget;
	/** Bytes of compiled code that one machine keeps ready to run. */
	readonly linkedSizeBytes: number;
	/** Told of an error in the compiler, after which the interpreter runs the code. For tests: nobody else can notice. */
	readonly onFailure: (error: unknown) => void;
}

const hotGas = 500_000n;
/**
 * The interpreter does about one gas in a nanosecond. Compiling a byte takes about one microsecond, but V8 takes another
 * hundred to optimise what comes of it, in the background, and until then it runs slower than the interpreter: long
 * code has to be run some thousand times before that has paid.
 */
const hotGasPerByte = 4000n;

const thresholds: Readonly<Record<EngineTier, bigint>> = {
	interpreter: (1n << 63n) - 1n,
	compiler: 0n,
	auto: hotGas,
};

/** "compiler" means it: a busy machine is no excuse, and the interpreter's speed neither. */
const patience = { ...defaultBudget, maxTimeMs: 10_000, maxBytesPerEntry: Number.POSITIVE_INFINITY };

/** The limits of a tier. @param changes what is to be different */
export function limitsOf(tier: EngineTier, changes: Partial<CompileLimits> = {}): CompileLimits {
	return {
		hotGas: thresholds[tier],
		hotGasPerByte: tier === "auto" && changes.hotGas === undefined ? hotGasPerByte : 0n,
		budget: tier === "compiler" ? patience : defaultBudget,
		linkedSizeBytes: 64 << 20,
		onFailure: ignore,
		...changes,
	};
}

function ignore(): void {}
