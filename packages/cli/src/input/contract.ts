import type { Abi } from "../abi/abi.js";
import { InputError } from "../errors.js";
import { abbreviate } from "./option-values.js";

/** Code that can be run or deployed, with what is known about it. */
export interface Contract {
	/** Undefined for plain code. */
	readonly name: string | undefined;
	/** Code that deploys it; undefined: the source holds none (an interface, an abstract contract). */
	readonly creationCode: CodeText | undefined;
	/** Code it has when it is deployed, as the compiler gives it. */
	readonly runtimeCode: CodeText | undefined;
	readonly abi: Abi | undefined;
	/** ABI entries of everything that was compiled with it: its logs and errors may be those of others. */
	readonly knownAbi: Abi;
}

/** Code as the compiler gives it: hexadecimal, where libraries are missing with placeholders. */
export type CodeText = string;

/** The bytes of code that a compiler wrote. */
export function readCode(text: CodeText, name: string): Uint8Array {
	const digits = text.trim().replace(/^0x/i, "");
	const placeholder = /__.{1,36}(__)?/.exec(digits);
	if (placeholder !== null) {
		throw new InputError(`${name} needs a library (${placeholder[0]}), which has to be linked by the compiler first`);
	}
	if (!/^[0-9a-f]*$/i.test(digits)) throw new InputError(`${name}: the code is not hexadecimal: ${abbreviate(digits)}`);
	if (digits.length % 2 !== 0) throw new InputError(`${name}: the code has an odd number of hexadecimal digits`);
	return new Uint8Array(Buffer.from(digits, "hex"));
}

/**
 * The contract that is meant: the one named; else the only one that can be deployed; else the one named like the file.
 *
 * @param fileStem - name of the file without folder and extension
 */
export function chooseContract(
	contracts: readonly Contract[],
	wanted: string | undefined,
	fileName: string,
	fileStem: string,
): Contract {
	const names = contracts.map(({ name }) => name).join(", ");
	if (wanted !== undefined) {
		const named = contracts.find(({ name }) => name === wanted || name?.split(":").at(-1) === wanted);
		if (named === undefined)
			throw new InputError(`${fileName} has no contract "${abbreviate(wanted)}". It has: ${names}`);
		return named;
	}
	const deployable = contracts.filter(({ creationCode }) => creationCode !== undefined);
	if (deployable.length === 1) return deployable[0]!;
	if (deployable.length === 0) throw new InputError(`${fileName} has no contract that can be deployed`);
	const like = deployable.filter(({ name }) => name?.split(":").at(-1) === fileStem);
	if (like.length === 1) return like[0]!;
	throw new InputError(`${fileName} has several contracts, choose one with --contract: ${names}`);
}
