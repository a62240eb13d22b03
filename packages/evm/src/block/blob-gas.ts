import type { Spec } from "../spec/spec.js";

/** What the next block's excess blob gas depends on. */
export interface BlobGasParent {
	readonly excessBlobGas: bigint;
	readonly blobGasUsed: bigint;
	/** Wei per gas. */
	readonly baseFee: bigint;
}

/** The price of blob gas, wei per gas, at an excess (EIP-4844); the rules set how steep it is (EIP-7691). */
export function computeBlobBaseFee(spec: Spec, excessBlobGas: bigint): bigint {
	const { minBlobBaseFee, blobBaseFeeUpdateFraction } = spec.parameters;
	return fakeExponential(BigInt(minBlobBaseFee), excessBlobGas, BigInt(blobBaseFeeUpdateFraction));
}

/**
 * The excess blob gas of the block after `parent` (EIP-4844): what the blocks so far used beyond the target. While
 * execution gas makes a blob's gas cheaper than its reserve price, the excess does not shrink (EIP-7918).
 *
 * @param spec - the rules of the new block
 */
export function computeExcessBlobGas(spec: Spec, parent: BlobGasParent): bigint {
	const { gasPerBlob, targetBlobs, maxBlobs, blobReserveGas } = spec.parameters;
	const { excessBlobGas, blobGasUsed, baseFee } = parent;
	const target = BigInt(targetBlobs * gasPerBlob);
	const total = excessBlobGas + blobGasUsed;
	if (total < target) return 0n;
	if (blobReserveGas > 0) {
		const reservePrice = BigInt(blobReserveGas) * baseFee;
		const blobPrice = BigInt(gasPerBlob) * computeBlobBaseFee(spec, excessBlobGas);
		if (reservePrice > blobPrice) {
			return excessBlobGas + (blobGasUsed * BigInt(maxBlobs - targetBlobs)) / BigInt(maxBlobs);
		}
	}
	return total - target;
}

/** factor · e^(numerator / denominator), by its Taylor series in integers as EIP-4844 defines it. */
function fakeExponential(factor: bigint, numerator: bigint, denominator: bigint): bigint {
	let output = 0n;
	let term = factor * denominator;
	for (let i = 1n; term > 0n; i++) {
		output += term;
		term = (term * numerator) / (denominator * i);
	}
	return output / denominator;
}
