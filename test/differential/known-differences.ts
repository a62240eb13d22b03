import type { FuzzProgram } from "./program.js";

/** Whether what @ethereumjs/evm threw says that the program cannot be compared. */
export function cannotCompare(_program: FuzzProgram, error: unknown): boolean {
	const message = error instanceof Error ? error.message : String(error);
	// The point evaluation precompile needs a library and a trusted setup that the package does not bring.
	return /kzg/i.test(message);
}
