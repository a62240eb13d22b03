import { Halt } from "../engine/abi.js";
import { memoryEnd } from "../spec/memory-operands.js";
import { findOpcode } from "../spec/opcodes.js";
import type { Spec } from "../spec/spec.js";
import type { Step } from "../trace/tracer.js";

/**
 * What an instruction would have cost that failed for another reason than gas, as far as it can be told from its
 * operands: traces show it. Access to accounts and slots is not counted.
 */
export function faultCost(halt: Halt, step: Step, spec: Spec): bigint {
	const staticGas = spec.staticGas[step.opcode]!;
	const cost = BigInt(Math.max(staticGas, 0));
	if (halt !== Halt.staticWrite && halt !== Halt.returnDataOutOfBounds) return cost;
	const end = memoryEnd(step.opcode, (fromTop) => step.peek(fromTop));
	return cost + expansionGas(step.memorySize, end, spec) + sizeGas(step, spec);
}

/** Gas for growing a memory of `size` bytes to hold `end` bytes (Yellow Paper H.1). */
export function expansionGas(size: number, end: bigint, spec: Spec): bigint {
	if (end <= BigInt(size)) return 0n;
	return memoryGas((end + 31n) / 32n, spec) - memoryGas(BigInt(size / 32), spec);
}

function memoryGas(words: bigint, { parameters }: Spec): bigint {
	return words * BigInt(parameters.memoryWord) + (words * words) / BigInt(parameters.memoryQuadraticDivisor);
}

/** Gas for the size of what is copied, hashed or logged. */
function sizeGas(step: Step, { parameters, rules }: Spec): bigint {
	const name = findOpcode(step.opcode)?.name ?? "";
	const words = (place: number): bigint => (step.peek(place) + 31n) / 32n;
	if (name === "RETURNDATACOPY") return words(2) * BigInt(parameters.copyWord);
	if (name.startsWith("LOG")) {
		const topics = Number(name.slice("LOG".length)) * parameters.logTopic;
		return BigInt(topics) + step.peek(1) * BigInt(parameters.logDataByte);
	}
	if (!name.startsWith("CREATE")) return 0n;
	const perWord = rules.limitInitcode ? parameters.initcodeWord : 0;
	return words(2) * BigInt(name === "CREATE2" ? perWord + parameters.keccakWord : perWord);
}
