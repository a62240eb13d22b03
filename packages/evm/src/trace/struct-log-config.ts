import { ConfigFields } from "./config-fields.js";

/** What the struct logs of `debug_trace*` show. */
export interface StructLogConfig {
	readonly memory: boolean;
	readonly stack: boolean;
	readonly storage: boolean;
	readonly returnData: boolean;
	/** Bytes of struct logs after which no more are given; 0: no limit. */
	readonly limit: number;
}

/** The object that `debug_trace*` methods take, read. */
export interface TraceConfig {
	/** Undefined: struct logs. */
	readonly tracer: string | undefined;
	readonly tracerConfig: unknown;
	readonly structLogs: StructLogConfig;
	/** Undefined: not given. */
	readonly timeoutMs: number | undefined;
}

/** What only a node makes use of, and nothing here. */
const namesForNodes = ["reexec", "overrides", "stateOverrides", "blockOverrides", "txIndex", "debug"];

const names = [
	"tracer",
	"tracerConfig",
	"enableMemory",
	"disableMemory",
	"disableStack",
	"disableStorage",
	"enableReturnData",
	"disableReturnData",
	"limit",
	"timeout",
	...namesForNodes,
];

/**
 * Reads what came as the configuration of a trace.
 *
 * @param config - the parsed JSON; undefined or null: struct logs as go-ethereum gives them when nothing is asked for
 * @throws {InvalidTraceConfigError} it is not one
 */
export function parseTraceConfig(config: unknown): TraceConfig {
	const fields = new ConfigFields(config, "a trace", names);
	return {
		tracer: fields.text("tracer"),
		tracerConfig: fields.get("tracerConfig"),
		structLogs: {
			memory: fields.flag("enableMemory"),
			stack: !fields.flag("disableStack"),
			storage: !fields.flag("disableStorage"),
			returnData: fields.flag("enableReturnData"),
			limit: fields.count("limit") ?? 0,
		},
		timeoutMs: fields.durationMs("timeout"),
	};
}
