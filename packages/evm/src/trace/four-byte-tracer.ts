import type { Address } from "../bytes/address.js";
import { bytesToHex } from "../bytes/hex.js";
import { FrameKind } from "../engine/abi.js";
import { ConfigFields } from "./config-fields.js";
import { precompileTest } from "./flat-call-tracer.js";
import type { JsonValue } from "./json-value.js";
import type { ResultTracer } from "./result-tracer.js";
import type { FrameStart, TransactionStart } from "./tracer.js";

/**
 * go-ethereum's `4byteTracer`: how often each function selector was called, with how many bytes of arguments
 * (`"0xa9059cbb-64": 2`).
 */
export class FourByteTracer implements ResultTracer {
	readonly #counts = new Map<string, number>();
	#isPrecompile: (address: Address) => boolean = () => false;

	constructor(config: unknown) {
		new ConfigFields(config, "4byteTracer", []);
	}

	transactionStart(start: TransactionStart): void {
		this.#isPrecompile = precompileTest(start);
	}

	enter(start: FrameStart): void {
		const { kind, to, inputSize } = start;
		if (inputSize < 4 || kind > FrameKind.staticCall || this.#isPrecompile(to)) return;
		const name = `${bytesToHex(start.readInput(0, 4))}-${inputSize - 4}`;
		this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
	}

	result(): JsonValue {
		return Object.fromEntries(this.#counts);
	}
}
