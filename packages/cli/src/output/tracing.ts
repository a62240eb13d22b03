import type { Tracer } from "@evmore/evm";
import type { MemoryState } from "@evmore/evm/state";
import { UsageError } from "../errors.js";
import type { ExecutionOptions } from "../execution/execution-options.js";
import { LineWriter, stylesFor } from "../terminal.js";

/** What watches an execution, and what is written when it is over. */
export interface Watch {
	readonly tracer: Tracer | undefined;
	/** Standard error holds a trace as other tools write it, which programs read: nothing else may be written there. */
	readonly isForPrograms: boolean;
	/** Writes what is left, and what can be told only afterwards. @param isSuccess - the execution succeeded */
	finish(state: MemoryState, isSuccess: boolean): void;
}

const noWatch: Watch = { tracer: undefined, isForPrograms: false, finish: () => {} };

/** What `--trace.format` may be. */
const formats: readonly string[] = ["json", "struct", "md", "markdown", "eip3155"];

/**
 * The tracer that the options ask for; it writes to standard error while the code runs.
 *
 * @param fork - name of the rules, for formats that tell it
 */
export async function openWatch(options: ExecutionOptions, fork: string): Promise<Watch> {
	const format = options.json ? "json" : options["trace.format"];
	if (!formats.includes(format)) {
		throw new UsageError(`--trace.format is json, struct, md or eip3155, not "${format}"`);
	}
	if (!options.json && !options.debug && !options.trace) return noWatch;
	const writer = new LineWriter(2);
	const shown = {
		memory: !options["trace.nomemory"],
		stack: !options["trace.nostack"],
		storage: !options["trace.nostorage"],
		returnData: !options["trace.noreturndata"],
	};
	const flush = (): void => writer.flush();
	if (options.debug && !options.json && !options.trace) {
		const { DebugPrinter } = await import("./debug-printer.js");
		const write = (line: string): void => writer.write(line);
		const printer = new DebugPrinter(write, { ...shown, styles: stylesFor(2) });
		const finish = (state: MemoryState): void => {
			if (shown.storage) printer.printStorage(state);
			flush();
		};
		return { tracer: printer, isForPrograms: false, finish };
	}
	const { Eip3155Tracer, JsonTracer, MarkdownTracer, StructTracer } = await import("@evmore/evm/trace");
	if (format === "eip3155") {
		const tracer = new Eip3155Tracer(writer, shown);
		const finish = (state: MemoryState, pass: boolean): void => {
			tracer.finish({ stateRoot: state.stateRoot(), pass, fork });
			flush();
		};
		return { tracer, isForPrograms: true, finish };
	}
	if (format === "json") return { tracer: new JsonTracer(writer, shown), isForPrograms: true, finish: flush };
	const tracer = format === "struct" ? new StructTracer(writer, shown) : new MarkdownTracer(writer, shown);
	return { tracer, isForPrograms: true, finish: flush };
}
