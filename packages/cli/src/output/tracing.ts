import type { Tracer } from "@evmore/evm";
import type { MemoryState } from "@evmore/evm/state";
import { UsageError } from "../errors.js";
import type { ExecutionOptions } from "../execution/execution-options.js";
import { LineWriter, stylesFor } from "../terminal.js";

/** What watches an execution, and what is written when it is over. */
export interface Watch {
	readonly tracer: Tracer | undefined;
	/** Standard error holds JSON lines that programs read: nothing else may be written there. */
	readonly isForPrograms: boolean;
	/** Writes what is left, and what can be told only afterwards. */
	finish(state: MemoryState): void;
}

const noWatch: Watch = { tracer: undefined, isForPrograms: false, finish: () => {} };

/** The tracer that the options ask for; it writes to standard error while the code runs. */
export async function openWatch(options: ExecutionOptions): Promise<Watch> {
	const format = options["trace.format"];
	if (!["json", "struct", "md", "markdown"].includes(format)) {
		throw new UsageError(`--trace.format is json, struct or md, not "${format}"`);
	}
	if (!options.json && !options.debug && !options.trace) return noWatch;
	const writer = new LineWriter(2);
	if (options.debug && !options.json && !options.trace) {
		const { DebugPrinter } = await import("./debug-printer.js");
		const printer = new DebugPrinter((line) => writer.write(line), {
			memory: !options["trace.nomemory"],
			stack: !options["trace.nostack"],
			styles: stylesFor(process.stderr),
		});
		const finish = (state: MemoryState): void => {
			printer.printStorage(state);
			writer.flush();
		};
		return { tracer: printer, isForPrograms: false, finish };
	}
	const tracer = await createTracer(options.json ? "json" : format, writer, options);
	return { tracer, isForPrograms: options.json || format === "json", finish: () => writer.flush() };
}

async function createTracer(format: string, writer: LineWriter, options: ExecutionOptions): Promise<Tracer> {
	if (format !== "json") throw new UsageError(`--trace.format ${format} is not there yet`);
	const { JsonTrace } = await import("./json-trace.js");
	return new JsonTrace(writer, { stack: !options["trace.nostack"] });
}
