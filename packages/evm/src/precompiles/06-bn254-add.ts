import { bn254Library } from "./bn254/library.js";
import { padInput } from "./padded-input.js";
import type { Precompile } from "./precompile.js";
import { selectPricing } from "./pricing.js";

const gasTable: Readonly<Record<number, bigint>> = { 196: 500n, 1108: 150n };

/** Sum of two alt_bn128 points (EIP-196); the input is cut or padded with zeros to 128 bytes. */
export function createBn254Add(pricing: number): Precompile {
	const gas = selectPricing("bn254Add", gasTable, pricing);
	return {
		name: "bn254Add",
		library: bn254Library,
		gas: () => gas,
		run: (input) => bn254Library.get().add(padInput(input, 128)),
	};
}
