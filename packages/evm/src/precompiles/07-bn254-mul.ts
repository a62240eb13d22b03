import { bn254Library } from "./bn254/library.js";
import { padInput } from "./padded-input.js";
import type { Precompile } from "./precompile.js";
import { selectPricing } from "./pricing.js";

const gasTable: Readonly<Record<number, bigint>> = { 196: 40_000n, 1108: 6000n };

/** An alt_bn128 point times a number (EIP-196); the input is cut or padded with zeros to 96 bytes. */
export function createBn254Mul(pricing: number): Precompile {
	const gas = selectPricing("bn254Mul", gasTable, pricing);
	return {
		name: "bn254Mul",
		library: bn254Library,
		gas: () => gas,
		run: (input) => bn254Library.get().multiply(padInput(input, 96)),
	};
}
