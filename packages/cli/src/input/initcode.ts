import { concatBytes } from "@evmore/evm/bytes";
import { readConstructorArguments } from "./call-data.js";
import { creationCodeOf } from "./code-input.js";
import type { Contract } from "./contract.js";

/** Creation code with the constructor's arguments behind it. */
export async function initcodeOf(
	contract: Contract,
	file: string,
	constructorSignature: string | undefined,
	constructorArguments: string | undefined,
): Promise<Uint8Array> {
	const code = creationCodeOf(contract, file);
	return concatBytes(code, await readConstructorArguments(constructorSignature, constructorArguments, contract.abi));
}
