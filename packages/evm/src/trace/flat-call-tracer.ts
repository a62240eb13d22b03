import type { Address } from "../bytes/address.js";
import { FrameKind } from "../engine/abi.js";
import { CallFrames } from "./call-frames.js";
import { ConfigFields } from "./config-fields.js";
import { flattenFrames } from "./flat-frames.js";
import type { JsonValue } from "./json-value.js";
import type { ResultTracer, TracerSetting, TransactionOrigin } from "./result-tracer.js";
import type { FrameEnd, FrameStart, TransactionStart } from "./tracer.js";

/**
 * go-ethereum's `flatCallTracer`: the calls of a transaction as Parity lists them. Options: `convertParityErrors`,
 * `includePrecompiles`.
 */
export class FlatCallTracer implements ResultTracer {
	readonly #frames: CallFrames;
	readonly #convertErrors: boolean;
	readonly #includePrecompiles: boolean;
	readonly #origin: TransactionOrigin;
	#isPrecompile: (address: Address) => boolean = () => false;

	constructor(config: unknown, setting: TracerSetting) {
		this.#frames = new CallFrames(setting);
		const fields = new ConfigFields(config, "flatCallTracer", ["convertParityErrors", "includePrecompiles"]);
		this.#convertErrors = fields.flag("convertParityErrors");
		this.#includePrecompiles = fields.flag("includePrecompiles");
		this.#origin = setting.origin ?? {};
	}

	transactionStart(start: TransactionStart): void {
		this.#frames.start(start);
		this.#isPrecompile = precompileTest(start);
	}

	enter(frame: FrameStart): void {
		this.#frames.enter(frame);
	}

	leave(end: FrameEnd): void {
		const { kind, to } = this.#frames.leave(end);
		const parent = this.#frames.current;
		// Parity does not tell of calls to precompiled contracts.
		if (parent === undefined || this.#includePrecompiles || to === undefined) return;
		if ((kind === FrameKind.call || kind === FrameKind.staticCall) && this.#isPrecompile(to)) parent.calls.pop();
	}

	transactionEnd(gasUsed: bigint): void {
		this.#frames.end(gasUsed);
	}

	result(): JsonValue {
		const { root } = this.#frames;
		if (root === undefined) return [];
		return flattenFrames(root, { convertErrors: this.#convertErrors, origin: this.#origin, withPlace: true });
	}
}

/** Whether an address is that of a precompiled contract. */
export function precompileTest({ spec }: TransactionStart): (address: Address) => boolean {
	return (address) => spec.precompiles.has(Number(address));
}
