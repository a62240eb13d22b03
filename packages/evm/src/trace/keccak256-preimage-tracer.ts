import { bytesToHex } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { ConfigFields } from "./config-fields.js";
import type { JsonValue } from "./json-value.js";
import { KeptBytes } from "./kept-bytes.js";
import { readPadded } from "./memory-range.js";
import type { ResultTracer, TracerSetting } from "./result-tracer.js";
import type { Step, StepEnd } from "./tracer.js";

const keccak256Opcode = 0x20;

/** go-ethereum's `keccak256PreimageTracer`: what KECCAK256 hashed, by the hash. */
export class Keccak256PreimageTracer implements ResultTracer {
	readonly #preimages = new Map<string, string>();
	#preimage: Uint8Array | undefined;

	readonly #kept: KeptBytes;

	constructor(config: unknown, { maxBytes }: TracerSetting = {}) {
		this.#kept = new KeptBytes(maxBytes);
		new ConfigFields(config, "keccak256PreimageTracer", []);
	}

	step(step: Step): void {
		this.#preimage = step.opcode === keccak256Opcode && step.stackHeight >= 2 ? readPadded(step, 0, 1) : undefined;
	}

	stepEnd({ halt }: StepEnd): void {
		if (this.#preimage === undefined || halt !== undefined) return;
		const hash = bytesToHex(keccak256(this.#preimage));
		if (this.#preimages.has(hash)) return;
		this.#kept.add(2 * (this.#preimage.length + hash.length));
		this.#preimages.set(hash, bytesToHex(this.#preimage));
	}

	result(): JsonValue {
		return Object.fromEntries(this.#preimages);
	}
}
