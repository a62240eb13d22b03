import { ConfigFields } from "./config-fields.js";
import type { JsonValue } from "./json-value.js";
import type { ResultTracer } from "./result-tracer.js";

/** go-ethereum's `noopTracer`: watches nothing, and answers an empty object. */
export class NoopTracer implements ResultTracer {
	constructor(config: unknown) {
		new ConfigFields(config, "noopTracer", []);
	}

	result(): JsonValue {
		return {};
	}
}
