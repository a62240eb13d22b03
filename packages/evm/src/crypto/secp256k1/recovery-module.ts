import { decodeBase64 } from "../base64.js";
import { instantiateModule } from "../wasm-module.js";
import type { SignerRecovery } from "./backend.js";
import { secp256k1Wasm } from "./recovery-wasm.js";

/** What packages/evm/secp256k1/index.ts exports: places in the memory, and functions on them. */
interface RecoveryExports {
	readonly memory: WebAssembly.Memory;
	readonly input: WebAssembly.Global<"i32">;
	readonly output: WebAssembly.Global<"i32">;
	prepare(): void;
	recover(yParity: number): number;
}

/** An instance of the WebAssembly of packages/evm/secp256k1: half the time of libsecp256k1, and nothing to load. */
export function createRecoveryModule(): SignerRecovery {
	const exports = instantiateModule(decodeBase64(secp256k1Wasm)) as unknown as RecoveryExports;
	exports.prepare();
	const bytes = new Uint8Array(exports.memory.buffer);
	const input = exports.input.value;
	const output = exports.output.value;
	return {
		name: "evmore",
		recover(hash, signature, yParity) {
			bytes.set(hash, input);
			bytes.set(signature, input + 32);
			return exports.recover(yParity) === 0 ? undefined : bytes.slice(output, output + 64);
		},
	};
}
