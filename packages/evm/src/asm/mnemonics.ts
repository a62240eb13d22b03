import { nearestName } from "../spec/nearest-name.js";
import { findOpcodeByName, opcodes } from "../spec/opcodes.js";

/** Whether this is the name of an instruction, present or older, in any case; bare `PUSH` included. */
export function isMnemonic(text: string): boolean {
	return text.toUpperCase() === "PUSH" || findOpcodeByName(text) !== undefined;
}

/** A hint for a name that is no instruction. */
export function suggestMnemonic(text: string): string | undefined {
	const known = opcodes.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
	const family = /^(PUSH|DUP|SWAP|LOG)\d+$/.exec(text.toUpperCase())?.[1];
	if (family !== undefined) {
		const numbers = known
			.filter((name) => name.startsWith(family) && /^\d+$/.test(name.slice(family.length)))
			.map((name) => Number(name.slice(family.length)));
		return `There are ${family}${Math.min(...numbers)} to ${family}${Math.max(...numbers)}.`;
	}
	const nearest = nearestName(text, known);
	return nearest === undefined ? undefined : `Did you mean ${nearest}?`;
}
