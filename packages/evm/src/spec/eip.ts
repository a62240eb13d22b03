import type { OpcodeName } from "./opcodes.js";
import type { Parameter } from "./parameters.js";
import type { Rule } from "./rules.js";

export type ParameterName = keyof typeof Parameter;
export type RuleName = keyof typeof Rule;

/** A precompiled contract: the name under which `precompiles/` implements it and the pricing rule it follows. */
export interface PrecompileEntry {
	/** Address as a number, 1 to 0xffff. */
	readonly address: number;
	readonly name: PrecompileName;
	/** Which pricing: the EIP that set it. */
	readonly pricing: number;
}

export type PrecompileName =
	| "ecrecover"
	| "sha256"
	| "ripemd160"
	| "identity"
	| "modexp"
	| "bn254Add"
	| "bn254Mul"
	| "bn254Pairing"
	| "blake2f"
	| "kzgPointEvaluation"
	| "bls12G1Add"
	| "bls12G1Msm"
	| "bls12G2Add"
	| "bls12G2Msm"
	| "bls12Pairing"
	| "bls12MapFpToG1"
	| "bls12MapFp2ToG2"
	| "p256Verify";

/** A change of the rules, as data. Everything it does not mention stays as it was. */
export interface RuleChanges {
	/** Static gas of opcodes: charged first, whatever the operands. An opcode with a row is defined; `null` undefines it. */
	readonly gas?: Readonly<Partial<Record<OpcodeName, number | null>>>;
	readonly parameters?: Readonly<Partial<Record<ParameterName, number>>>;
	readonly rules?: Readonly<Partial<Record<RuleName, boolean>>>;
	readonly precompiles?: readonly PrecompileEntry[];
	/** EIP-2718 types that become valid; 0 stands for legacy transactions. */
	readonly transactionTypes?: readonly number[];
}

/** What one EIP changes. */
export interface Eip extends RuleChanges {
	readonly number: number;
	readonly title: string;
	/** False: its data is known here but the engine cannot execute it yet, so that switching it on changes nothing. */
	readonly implemented?: false;
}

/** Checks that an EIP is well-formed as far as the types can, and freezes it with all it holds. */
export function defineEip(eip: Eip): Eip {
	return freezeDeep(eip);
}

/** Freezes a tree of plain objects and arrays; a branch that is frozen already is taken to be so with all it holds. */
export function freezeDeep<T extends object>(tree: T): T {
	for (const branch of Object.values(tree)) {
		if (typeof branch === "object" && branch !== null && !Object.isFrozen(branch)) freezeDeep(branch);
	}
	return Object.freeze(tree);
}
