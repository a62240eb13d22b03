import { emitKeccakModule, inputOffset, stateOffset } from "./keccak256-module.js";
import { instantiateModule } from "./wasm-module.js";

/** Bytes absorbed per permutation: 1600 bits less twice the 512 bits of the hash. */
const rateBytes = 72;

interface KeccakModule {
	readonly memory: Uint8Array;
	/** Absorbs blocks, to begin with or after those before. */
	readonly absorb: (blocks: number, continues: number) => void;
}

/** Compiled on first use. */
let keccakModule: KeccakModule | undefined;

/**
 * The 64-byte Keccak-512 hash that ethash uses (Yellow Paper, appendix J).
 *
 * It runs on the permutation of Keccak-256: a block of that hash is longer, and where it is filled up with zeros it
 * changes nothing beyond what a block of this hash changes.
 */
export function keccak512(bytes: Uint8Array): Uint8Array {
	keccakModule ??= loadKeccakModule();
	const { memory, absorb } = keccakModule;
	memory.fill(0, stateOffset, stateOffset + 200);
	memory.fill(0, inputOffset, inputOffset + 136);
	let at = 0;
	for (; bytes.length - at >= rateBytes; at += rateBytes) {
		memory.set(bytes.subarray(at, at + rateBytes), inputOffset);
		absorb(1, at === 0 ? 0 : 1);
	}
	// The padding of the original Keccak submission (a 1 bit, zeros, a 1 bit), not that of SHA-3.
	const rest = bytes.length - at;
	memory.fill(0, inputOffset, inputOffset + rateBytes);
	memory.set(at === 0 ? bytes : bytes.subarray(at), inputOffset);
	memory[inputOffset + rest] = 0x01;
	memory[inputOffset + rateBytes - 1]! |= 0x80;
	absorb(1, at === 0 ? 0 : 1);
	return memory.slice(stateOffset, stateOffset + 64);
}

function loadKeccakModule(): KeccakModule {
	const exports = instantiateModule(emitKeccakModule());
	return {
		memory: new Uint8Array((exports.memory as WebAssembly.Memory).buffer),
		absorb: exports.absorb as KeccakModule["absorb"],
	};
}
