import type { Address } from "@evmore/evm";
import { executionFailed } from "../errors.js";
import type { Contract } from "../input/contract.js";
import { describeOutcome } from "../output/summary.js";
import { stylesFor, writeText } from "../terminal.js";
import type { World } from "./world.js";

/**
 * Deploys a contract so that it can be called. When that fails, says why and answers undefined; the exit code is set.
 *
 * The deployment is not traced: the call is what is asked about.
 */
export async function deployFirst(
	world: World,
	initcode: Uint8Array,
	contract: Contract,
): Promise<Address | undefined> {
	const { evm, sender, gas, gasPrice } = world;
	const result = evm.call({ from: sender, data: initcode, gas, gasPrice, commit: true });
	if (result.status === "success") return result.createdAddress;
	const outcome = await describeOutcome(result, contract.knownAbi, stylesFor(2));
	writeText(2, `deployment ${outcome}\n`);
	process.exitCode = executionFailed;
	return undefined;
}
