import { LibraryNotLoadedError } from "../crypto/library.js";
import { HostAnswer } from "../engine/abi.js";
import type { Kernel } from "../engine/kernel.js";
import type { Precompile } from "../precompiles/precompile.js";
import { getPrecompile } from "../precompiles/registry.js";
import { runCached } from "../precompiles/result-cache.js";
import type { Spec } from "../spec/spec.js";

/** Runs the precompiled contracts of a fork for the kernel. */
export class PrecompileCalls {
	#spec: Spec;
	readonly #known = new Map<number, Precompile>();
	/** Whether the last one failed for lack of gas; the kernel does not ask, tracers do. */
	lackedGas = false;

	constructor(spec: Spec) {
		this.#spec = spec;
	}

	/** Follows the rules of another fork from now on. */
	setSpec(spec: Spec): void {
		this.#spec = spec;
		this.#known.clear();
	}

	/** Fulfilled when the library that a contract needs is there; undefined: nothing is missing. */
	load(number: number): Promise<unknown> | undefined {
		const { library } = this.#precompileOf(number);
		if (library === undefined || library.loaded) return undefined;
		try {
			library.get();
			return undefined;
		} catch (error) {
			if (!(error instanceof LibraryNotLoadedError)) throw error;
			return library.load();
		}
	}

	/** Runs a contract on input that lies in the kernel's memory; gas is at `gasAt`, the output becomes the return data. */
	run(kernel: Kernel, number: number, input: number, inputSize: number, gasAt: number): HostAnswer {
		const precompile = this.#precompileOf(number);
		const gas = kernel.readGas(gasAt);
		// No copy: it would be as long as a caller likes who pays nothing.
		const data = kernel.bytes.subarray(input, input + inputSize);
		const cost = precompile.gas(data);
		this.lackedGas = cost > gas;
		if (this.lackedGas) return HostAnswer.failed;
		const output = runCached(precompile, data, cost);
		if (output === undefined) return HostAnswer.failed;
		const target = kernel.functions.reserveReturnData(output.length) >>> 0;
		if (target === 0) return HostAnswer.failed;
		kernel.bytes.set(output, target);
		kernel.writeU64(gasAt, gas - cost);
		return HostAnswer.done;
	}

	#precompileOf(number: number): Precompile {
		let precompile = this.#known.get(number);
		if (precompile === undefined) {
			precompile = getPrecompile(this.#spec.precompiles.get(number)!);
			this.#known.set(number, precompile);
		}
		return precompile;
	}
}
