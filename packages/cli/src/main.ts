import { CommanderError } from "commander";
import { badInput, describeError, InputError, wrongUsage } from "./errors.js";
import { createProgram } from "./program.js";
import { stylesFor } from "./terminal.js";

/**
 * Runs the command line and sets the exit code: 0, 1 for bad input and failures, 2 for wrong usage.
 *
 * @param args - without node and the script
 */
export async function main(args: readonly string[]): Promise<void> {
	// A reader that went away (`evmore opcodes | head`) is no fault.
	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code === "EPIPE") process.exit(0);
		throw error;
	});
	try {
		const { program, args: spelled } = await createProgram(args);
		await program.parseAsync([...spelled], { from: "user" });
	} catch (error) {
		process.exitCode = exitCodeOf(error);
		// commander has written its own errors already.
		if (!(error instanceof CommanderError)) {
			process.stderr.write(`${stylesFor(process.stderr).red("error:")} ${describeError(error)}\n`);
		}
	}
}

function exitCodeOf(error: unknown): number {
	if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongUsage;
	return error instanceof InputError ? error.exitCode : badInput;
}
