import { type ConfiguredChain, InvalidChainConfigError, parseChainConfig } from "@evmore/evm/spec";
import { InputError } from "../errors.js";
import { JsonFields } from "./json-fields.js";

/**
 * The network that the `config` of a genesis file describes.
 *
 * @param genesis - the parsed file
 * @param difficulty - of the first block
 * @param name - the file, for messages
 * @throws {InputError} a field is not what its place asks for, or there is no schedule at all
 */
export function readChainConfig(genesis: unknown, difficulty: bigint, name: string): ConfiguredChain {
	if (!new JsonFields(name, genesis).has("config")) {
		throw new InputError(`${name}: no "config", which tells when the rules change`);
	}
	try {
		return parseChainConfig((genesis as { config: unknown }).config, difficulty);
	} catch (error) {
		if (!(error instanceof InvalidChainConfigError)) throw error;
		throw new InputError(`${name}: ${error.shortMessage}`);
	}
}
