import { print } from "./terminal.js";
import { asksForVersion, readVersion } from "./version.js";

/**
 * Runs the command line and sets the exit code: 0, 1 for bad input and failures, 2 for wrong usage.
 *
 * @param args - without node and the script
 * @param verb - what is meant when the command is called by the name of one verb
 */
export async function main(args: readonly string[], verb?: string): Promise<void> {
	if (asksForVersion(args)) {
		try {
			print(`${verb === undefined ? "evmore" : `evmore-${verb}`} ${readVersion()}`);
		} catch (error) {
			const [{ badInput }, { tellError }] = await Promise.all([import("./errors.js"), import("./tell-error.js")]);
			tellError(error);
			process.exitCode = badInput;
		}
		return;
	}
	const { runProgram } = await import("./program.js");
	await runProgram(verb === undefined ? args : [verb, ...args]);
}
