import { beforeAll, describe } from "vitest";
import { createNobleSecp256k1 } from "../../packages/evm/src/crypto/secp256k1/noble.js";
import { createRecoveryModule } from "../../packages/evm/src/crypto/secp256k1/recovery-module.js";
import { recoveryLibrary } from "../../packages/evm/src/crypto/secp256k1.js";
import { bls12Library } from "../../packages/evm/src/precompiles/bls12-381/library.js";
import { createMclBls12 } from "../../packages/evm/src/precompiles/bls12-381/mcl.js";
import { createNobleBls12 } from "../../packages/evm/src/precompiles/bls12-381/noble.js";
import { bn254Library } from "../../packages/evm/src/precompiles/bn254/library.js";
import { createMclBn254 } from "../../packages/evm/src/precompiles/bn254/mcl.js";
import { createNobleBn254 } from "../../packages/evm/src/precompiles/bn254/noble.js";
import { mclLibrary } from "../../packages/evm/src/precompiles/mcl/library.js";
import { p256Library } from "../../packages/evm/src/precompiles/p256/library.js";
import { createMclP256 } from "../../packages/evm/src/precompiles/p256/mcl.js";
import { createNobleP256 } from "../../packages/evm/src/precompiles/p256/noble.js";

async function useWebAssembly(): Promise<void> {
	const mcl = await mclLibrary.load();
	recoveryLibrary.use(createRecoveryModule());
	bn254Library.use(createMclBn254(mcl));
	bls12Library.use(createMclBls12(mcl));
	p256Library.use(createMclP256(mcl));
}

async function useJavaScript(): Promise<void> {
	recoveryLibrary.use(createNobleSecp256k1(await import("@noble/curves/secp256k1.js")));
	bn254Library.use(createNobleBn254(await import("@noble/curves/bn254.js")));
	bls12Library.use(createNobleBls12(await import("@noble/curves/bls12-381.js")));
	p256Library.use(createNobleP256(await import("@noble/curves/nist.js")));
}

/** Describes tests that run twice: with the arithmetic of curves in WebAssembly, and with that in JavaScript. */
export function describeWithBackends(tests: () => void): void {
	describe("in WebAssembly", () => {
		beforeAll(useWebAssembly);
		tests();
	});
	describe("in JavaScript", () => {
		beforeAll(useJavaScript);
		tests();
	});
}
