import { instantiateModule } from "../../crypto/wasm-module.js";
import { emitCompressionModule, inputOffset, outputOffset } from "./compression-module.js";

interface CompressionModule {
	readonly memory: Uint8Array;
	readonly compress: (rounds: number, finalMask: bigint) => void;
}

/** Compiled on first use. */
let compressionModule: CompressionModule | undefined;

/** Compresses the block of an EIP-152 input (213 bytes) in so many rounds, below 2^32; the new state is 64 bytes. */
export function compressBlake2b(rounds: number, input: Uint8Array, isFinal: boolean): Uint8Array {
	compressionModule ??= loadCompressionModule();
	const { memory, compress } = compressionModule;
	memory.set(input, inputOffset);
	compress(rounds, isFinal ? -1n : 0n);
	return memory.slice(outputOffset, outputOffset + 64);
}

function loadCompressionModule(): CompressionModule {
	const exports = instantiateModule(emitCompressionModule());
	return {
		memory: new Uint8Array((exports.memory as WebAssembly.Memory).buffer),
		compress: exports.compress as CompressionModule["compress"],
	};
}
