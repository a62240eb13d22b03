import { print } from "./terminal.js";
import { asksForVersion, readVersion } from "./version.js";

/**
 * Runs the command line and sets the exit code: 0, 1 for bad input and failures, 2 for wrong usage.
 *
 * @param args - without node and the script
 */
export async function main(args: readonly string[]): Promise<void> {
	if (asksForVersion(args)) {
		print(`evmore ${readVersion()}`);
		return;
	}
	const { runProgram } = await import("./program.js");
	await runProgram(args);
}
