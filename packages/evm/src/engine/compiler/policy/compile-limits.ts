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
	readonly budget: CompileBudget;
	/** Bytes of compiled code that one machine keeps ready to run. */
	readonly linkedSizeBytes: number;
	/** Told of an error in the compiler, after which the interpreter runs the code. For tests: nobody else can notice. */
	readonly onFailure: (error: unknown) => void;
}

/** A few times what compiling a contract's blocks costs. */
const hotGas = 500_000n;

const thresholds: Readonly<Record<EngineTier, bigint>> = {
	interpreter: (1n << 63n) - 1n,
	compiler: 0n,
	auto: hotGas,
};

/** The limits of a tier. @param changes what is to be different */
export function limitsOf(tier: EngineTier, changes: Partial<CompileLimits> = {}): CompileLimits {
	return { hotGas: thresholds[tier], budget: defaultBudget, linkedSizeBytes: 64 << 20, onFailure: ignore, ...changes };
}

function ignore(): void {}
