import { bytesToHex } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { ConfigFields } from "./config-fields.js";
import type { JsonValue } from "./json-value.js";
import { readPadded } from "./memory-range.js";
import type { ResultTracer } from "./result-tracer.js";
import type { Step, StepEnd } from "./tracer.js";

const keccak256Opcode = 0x20;

/** go-ethereum's `keccak256PreimageTracer`: what KECCAK256 hashed, by the hash. */
export class Keccak256PreimageTracer implements ResultTracer {
	readonly #preimages = new Map<string, string>();
	#preimage: Uint8Array | undefined;

	constructor(config: unknown) {
		new ConfigFields(config, "keccak256PreimageTracer", []);
	}

	step(step: Step): void {
		this.#preimage = step.opcode === keccak256Opcode && step.stackHeight >= 2 ? readPadded(step, 0, 1) : undefined;
	}

	stepEnd({ halt }: StepEnd): void {
		if (this.#preimage === undefined || halt !== undefined) return;
		this.#preimages.set(bytesToHex(keccak256(this.#preimage)), bytesToHex(this.#preimage));
	}

	result(): JsonValue {
		return Object.fromEntries(this.#preimages);
	}
}
