import { findOpcodeByName } from "../spec/opcodes.js";
import { ConfigFields } from "./config-fields.js";
import { InvalidTraceConfigError } from "./tracer-error.js";

/** How the tracer for ERC-7562 is to work. */
export interface Erc7562Config {
	readonly withLog: boolean;
	/** Opcodes that are not counted. */
	readonly ignoredOpcodes: ReadonlySet<number>;
}

/** Instructions that no rule is about. */
const harmlessNames = "POP ADD SUB MUL DIV EQ LT GT SLT SGT SHL SHR AND OR NOT ISZERO".split(" ");

/** Those, and PUSH0 to SWAP15: go-ethereum's list ends before SWAP16. */
const usuallyIgnored: ReadonlySet<number> = new Set([
	...harmlessNames.map((name) => findOpcodeByName(name)!.code),
	...Array.from({ length: 0x9f - 0x5f }, (_, index) => 0x5f + index),
]);

/** @throws {InvalidTraceConfigError} it is not one */
export function readErc7562Config(config: unknown): Erc7562Config {
	const fields = new ConfigFields(config, "erc7562Tracer", ["stackTopItemsSize", "ignoredOpcodes", "withLog"]);
	// How many words a bundler's library wants to see of the stack: nothing in the answer depends on it.
	fields.count("stackTopItemsSize");
	const ignored = fields.get("ignoredOpcodes");
	return {
		withLog: fields.flag("withLog"),
		ignoredOpcodes: ignored === undefined ? usuallyIgnored : readOpcodes(ignored),
	};
}

/** An object whose keys are opcodes in hexadecimal, as go-ethereum takes it. */
function readOpcodes(value: unknown): ReadonlySet<number> {
	const keys = typeof value === "object" && value !== null ? Object.keys(value) : undefined;
	if (keys === undefined || !keys.every((key) => /^(0x[0-9a-fA-F]{1,2}|[0-9]{1,3})$/.test(key) && Number(key) < 256)) {
		throw new InvalidTraceConfigError("ignoredOpcodes of erc7562Tracer has to be an object with opcodes as keys");
	}
	return new Set(keys.map(Number));
}
