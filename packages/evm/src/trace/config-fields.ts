import { nearestName } from "../spec/nearest-name.js";
import { InvalidTraceConfigError } from "./tracer-error.js";

/** Reads the members of a configuration object that came as JSON; null is as good as missing. */
export class ConfigFields {
	readonly #fields: Readonly<Record<string, unknown>>;
	readonly #of: string;

	/**
	 * @param of - whose configuration, for messages
	 * @param known - names it may have
	 * @throws {InvalidTraceConfigError} it is no object, or has a member that is not known
	 */
	constructor(config: unknown, of: string, known: readonly string[]) {
		if (config !== undefined && config !== null && (typeof config !== "object" || Array.isArray(config))) {
			throw new InvalidTraceConfigError(`the configuration of ${of} is not an object`);
		}
		this.#fields = (config ?? {}) as Record<string, unknown>;
		this.#of = of;
		for (const name of Object.keys(this.#fields)) {
			if (known.includes(name)) continue;
			const near = nearestName(name, known);
			const hint = near === undefined ? "" : `; did you mean ${near}?`;
			throw new InvalidTraceConfigError(`${of} has no option ${JSON.stringify(name)}${hint}`);
		}
	}

	get names(): readonly string[] {
		return Object.keys(this.#fields);
	}

	get(name: string): unknown {
		return this.#fields[name] ?? undefined;
	}

	/** @throws {InvalidTraceConfigError} it is neither true nor false */
	flag(name: string): boolean {
		const value = this.get(name) ?? false;
		if (typeof value !== "boolean") throw this.#wrong(name, "true or false");
		return value;
	}

	/** @throws {InvalidTraceConfigError} it is not a non-negative integer */
	count(name: string): number | undefined {
		const value = this.get(name);
		if (value === undefined) return undefined;
		if (!Number.isSafeInteger(value) || (value as number) < 0) throw this.#wrong(name, "an integer from 0 on");
		return value as number;
	}

	/** @throws {InvalidTraceConfigError} it is not text */
	text(name: string): string | undefined {
		const value = this.get(name);
		if (value !== undefined && typeof value !== "string") throw this.#wrong(name, "text");
		return value;
	}

	/**
	 * A duration as Go writes it (`5s`, `1m30s`, `250ms`).
	 *
	 * @throws {InvalidTraceConfigError} it is not one
	 */
	durationMs(name: string): number | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		if (!/^([0-9]+(\.[0-9]+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) throw this.#wrong(name, "a duration such as 5s");
		let sum = 0;
		for (const [, number, unit] of text.matchAll(/([0-9.]+)(h|ms|m|s|us|µs|ns)/g))
			sum += Number(number) * unitMs[unit!]!;
		return sum;
	}

	#wrong(name: string, wanted: string): InvalidTraceConfigError {
		return new InvalidTraceConfigError(`${name} of ${this.#of} has to be ${wanted}`);
	}
}

const unitMs: Readonly<Record<string, number>> = {
	h: 3_600_000,
	m: 60_000,
	s: 1000,
	ms: 1,
	us: 1e-3,
	µs: 1e-3,
	ns: 1e-6,
};
