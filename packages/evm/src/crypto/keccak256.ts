import type { Hash } from "../bytes/address.js";
import { blockSize, emitKeccakModule, inputOffset, memorySize, stateOffset } from "./keccak256-module.js";
import { instantiateModule } from "./wasm-module.js";

/** keccak256 of no bytes: the code hash of an account without code (Yellow Paper, section 4.1). */
export const emptyCodeHash: Hash = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

/** keccak256 of the RLP of no bytes: the root of a trie without entries (Yellow Paper, appendix D). */
export const emptyRootHash: Hash = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

interface KeccakModule {
	readonly memory: Uint8Array;
	readonly absorb: (blocks: number) => void;
}

/** Whole blocks that the module's memory has room for. */
const maxBlocks = Math.floor((memorySize - inputOffset) / blockSize);

/** Compiled on first use (a third of a millisecond). */
let keccakModule: KeccakModule | undefined;

/** The 32-byte Keccak-256 hash that Ethereum uses (Yellow Paper, section 3). */
export function keccak256(bytes: Uint8Array): Uint8Array {
	keccakModule ??= loadKeccakModule();
	const { memory, absorb } = keccakModule;
	memory.fill(0, stateOffset, stateOffset + 200);
	let rest = bytes;
	const capacity = maxBlocks * blockSize;
	while (rest.length >= capacity) {
		memory.set(rest.subarray(0, capacity), inputOffset);
		absorb(maxBlocks);
		rest = rest.subarray(capacity);
	}
	// The padding of the original Keccak submission (a 1 bit, zeros, a 1 bit), not that of SHA-3.
	const blocks = Math.floor(rest.length / blockSize) + 1;
	const messageEnd = inputOffset + rest.length;
	const paddedEnd = inputOffset + blocks * blockSize;
	memory.set(rest, inputOffset);
	memory.fill(0, messageEnd, paddedEnd);
	memory[messageEnd] = 0x01;
	memory[paddedEnd - 1]! |= 0x80;
	absorb(blocks);
	return memory.slice(stateOffset, stateOffset + 32);
}

function loadKeccakModule(): KeccakModule {
	const exports = instantiateModule(emitKeccakModule());
	return {
		memory: new Uint8Array((exports.memory as WebAssembly.Memory).buffer),
		absorb: exports.absorb as KeccakModule["absorb"],
	};
}
