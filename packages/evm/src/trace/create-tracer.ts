import { nearestName } from "../spec/nearest-name.js";
import { CallTracer } from "./call-tracer.js";
import { ConfigFields } from "./config-fields.js";
import { Erc7562Tracer } from "./erc7562-tracer.js";
import { FlatCallTracer } from "./flat-call-tracer.js";
import { FourByteTracer } from "./four-byte-tracer.js";
import { Keccak256PreimageTracer } from "./keccak256-preimage-tracer.js";
import { MuxTracer } from "./mux-tracer.js";
import { NoopTracer } from "./noop-tracer.js";
import { PrestateTracer } from "./prestate-tracer.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import { UnknownTracerError } from "./tracer-error.js";

type Create = (config: unknown, setting: TracerSetting) => ResultTracer;

const creators: Readonly<Record<string, Create>> = {
	"4byteTracer": (config) => new FourByteTracer(config),
	callTracer: (config, setting) => new CallTracer(config, setting),
	erc7562Tracer: (config, setting) => new Erc7562Tracer(config, setting),
	flatCallTracer: (config, setting) => new FlatCallTracer(config, setting),
	keccak256PreimageTracer: (config, setting) => new Keccak256PreimageTracer(config, setting),
	muxTracer: createMux,
	noopTracer: (config) => new NoopTracer(config),
	prestateTracer: (config, setting) => new PrestateTracer(config, setting),
};

/** The tracers there are, by go-ethereum's names. */
export const tracerNames: readonly string[] = Object.keys(creators);

/**
 * One of go-ethereum's tracers. It watches one transaction or call, in any method that takes a tracer; then it has a
 * result.
 *
 * @param config - `tracerConfig` as it came in JSON
 * @throws {UnknownTracerError} there is none of this name
 * @throws {InvalidTraceConfigError} the configuration is not one that it takes
 */
export function createTracer(name: string, config?: unknown, setting: TracerSetting = {}): ResultTracer {
	const create = Object.hasOwn(creators, name) ? creators[name] : undefined;
	if (create !== undefined) return create(config, setting);
	const near = nearestName(name, tracerNames);
	const hint = near === undefined ? `there are ${tracerNames.join(", ")}` : `did you mean ${near}?`;
	const shown = JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
	throw new UnknownTracerError(`there is no tracer ${shown}: ${hint}`);
}

/** The configuration of each tracer, by its name. */
function createMux(config: unknown, setting: TracerSetting): ResultTracer {
	const fields = new ConfigFields(config, "muxTracer", tracerNames);
	return new MuxTracer(new Map(fields.names.map((name) => [name, createTracer(name, fields.get(name), setting)])));
}
