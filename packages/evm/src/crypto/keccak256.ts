import type { Hash } from "../bytes/address.js";
import { blockSize, emitKeccakModule, inputOffset, memorySize, stateOffset } from "./keccak256-module.js";
import { instantiateModule } from "./wasm-module.js";

/** keccak256 of no bytes: the code hash of an account without code (Yellow Paper, section 4.1). */
export const emptyCodeHash: Hash = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

/** keccak256 of the RLP of no bytes: the root of a trie without entries (Yellow Paper, appendix D). */
export const emptyRootHash: Hash = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

/**
 * The memory in which hashing happens, for who writes messages there himself: saves copying a message in and making an array
 * for its hash. Every hash, `keccak256` included, uses the same memory: what is in it counts until then.
 */
export interface KeccakMemory {
	/** Where messages are written, from the start. */
	readonly input: Uint8Array;
	/** The 32 bytes of the last hash. */
	readonly output: Uint8Array;
	/** Hashes the first `length` bytes of `input` to `output`. Bytes behind them are overwritten. */
	hashInput(length: number): void;
}

/** The longest message that `hashInput` takes: whole blocks fit, less one byte of padding. */
export const maxHashInput: number = Math.floor((memorySize - inputOffset) / blockSize) * blockSize - 1;

interface KeccakModule extends KeccakMemory {
	readonly absorb: (blocks: number, continues: number) => void;
}

/** Compiled on first use (a third of a millisecond). */
let keccakModule: KeccakModule | undefined;

/** The one memory in which hashing happens. */
export function getKeccakMemory(): KeccakMemory {
	keccakModule ??= loadKeccakModule();
	return keccakModule;
}

/** The 32-byte Keccak-256 hash that Ethereum uses (Yellow Paper, section 3). */
export function keccak256(bytes: Uint8Array): Uint8Array {
	keccakModule ??= loadKeccakModule();
	const { input, output, absorb } = keccakModule;
	let rest = bytes;
	let continues = 0;
	const capacity = maxHashInput + 1;
	while (rest.length >= capacity) {
		input.set(rest.subarray(0, capacity));
		absorb(capacity / blockSize, continues);
		continues = 1;
		rest = rest.subarray(capacity);
	}
	input.set(rest);
	absorb(padInput(input, rest.length), continues);
	return output.slice();
}

/** Pads the message in `input` to whole blocks, and answers how many there are. */
function padInput(input: Uint8Array, length: number): number {
	// The padding of the original Keccak submission (a 1 bit, zeros, a 1 bit), not that of SHA-3.
	const blocks = Math.floor(length / blockSize) + 1;
	const paddedEnd = blocks * blockSize;
	input.fill(0, length, paddedEnd);
	input[length] = 0x01;
	input[paddedEnd - 1]! |= 0x80;
	return blocks;
}

function loadKeccakModule(): KeccakModule {
	const exports = instantiateModule(emitKeccakModule());
	const memory = new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
	const absorb = exports.absorb as KeccakModule["absorb"];
	const input = memory.subarray(inputOffset);
	return {
		input,
		output: memory.subarray(stateOffset, stateOffset + 32),
		hashInput: (length) => absorb(padInput(input, length), 0),
		absorb,
	};
}
