import { bigIntToBytes, bytesToBigInt } from "../bytes/integer.js";
import { powModulo } from "./modexp/exponentiation.js";
import { type ModexpSizes, priceFloorless, priceShifted, priceTripled } from "./modexp/gas.js";
import { headerSizeBytes, readExponentHead, readSizes } from "./modexp/header.js";
import { readPadded } from "./padded-input.js";
import type { Precompile } from "./precompile.js";
import { selectPricing } from "./pricing.js";

interface ModexpPricing {
	/** Gas for the claimed sizes and the first word of the exponent. */
	readonly price: (sizes: ModexpSizes, exponentHead: bigint) => bigint;
	/** Longest base, exponent and modulus, bytes. */
	readonly maxSizeBytes: bigint | undefined;
}

const pricings: Readonly<Record<number, ModexpPricing>> = {
	198: { price: priceFloorless, maxSizeBytes: undefined },
	2565: { price: priceShifted, maxSizeBytes: undefined },
	// The limit is EIP-7823's; both came with the same fork.
	7883: { price: priceTripled, maxSizeBytes: 1024n },
};

/** Without a limit by rule, longer moduli fail: even the cheapest pricing asks 2^43 gas and more for them. */
const modulusLimitBytes = 1n << 26n;

/**
 * base ^ exponent mod modulus over numbers of any size (EIP-198). The input is three 32-byte sizes, then the three
 * numbers, with endless zeros after its end. The output has the modulus' size.
 */
export function createModexp(pricing: number): Precompile {
	const { price, maxSizeBytes } = selectPricing("modexp", pricings, pricing);
	return {
		name: "modexp",
		gas(input) {
			const sizes = readSizes(input);
			return price(sizes, readExponentHead(input, sizes));
		},
		run(input) {
			const { base, exponent, modulus } = readSizes(input);
			if (maxSizeBytes !== undefined && (base > maxSizeBytes || exponent > maxSizeBytes || modulus > maxSizeBytes)) {
				return undefined;
			}
			if (modulus > modulusLimitBytes) return undefined;
			const modulusSize = Number(modulus);
			const modulusOffset = BigInt(headerSizeBytes) + base + exponent;
			// Base and exponent may claim any size when the modulus is empty (EIP-198, last example) or lies in the endless zeros;
			// otherwise both are before it in the input.
			if (modulusOffset >= BigInt(input.length)) return new Uint8Array(modulusSize);
			const exponentOffset = headerSizeBytes + Number(base);
			const result = powModulo(
				bytesToBigInt(input.subarray(headerSizeBytes, exponentOffset)),
				input.subarray(exponentOffset, Number(modulusOffset)),
				bytesToBigInt(readPadded(input, Number(modulusOffset), modulusSize)),
			);
			return bigIntToBytes(result, modulusSize);
		},
	};
}
