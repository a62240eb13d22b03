import {
	Eip3155Tracer,
	JsonTracer,
	MarkdownTracer,
	StructTracer,
	type TraceOptions,
	type TraceSink,
} from "@evmore/evm/trace";
import { UsageError } from "../errors.js";
import type { CaseReport } from "./case-report.js";
import type { CaseHooks } from "./test-suite.js";

/** How executions are traced. */
export interface TraceSettings {
	/** json, struct, md or eip3155. */
	readonly format: string;
	readonly options: TraceOptions;
}

/** What traces each case to the sink, in one of go-ethereum's formats or in EIP-3155's own. */
export function openTrace({ format, options }: TraceSettings, sink: TraceSink): CaseHooks {
	if (format === "eip3155") return openStrictTrace(options, sink);
	const create = tracers.get(format);
	if (create === undefined) {
		throw new UsageError(`--trace.format is json, struct, md or eip3155, not "${format}"`);
	}
	return { begin: () => create(sink, options) };
}

type Create = (sink: TraceSink, options: TraceOptions) => JsonTracer | StructTracer | MarkdownTracer;

const tracers: ReadonlyMap<string, Create> = new Map<string, Create>([
	["json", (sink, options) => new JsonTracer(sink, options)],
	["struct", (sink, options) => new StructTracer(sink, options)],
	["md", (sink, options) => new MarkdownTracer(sink, options)],
	["markdown", (sink, options) => new MarkdownTracer(sink, options)],
]);

function openStrictTrace(options: TraceOptions, sink: TraceSink): CaseHooks {
	let tracer = new Eip3155Tracer(sink, options);
	return {
		begin: () => {
			tracer = new Eip3155Tracer(sink, options);
			return tracer;
		},
		end: ({ stateRoot, pass, fork }: CaseReport) => {
			if (stateRoot !== undefined) tracer.finish({ stateRoot, pass, fork });
		},
	};
}
