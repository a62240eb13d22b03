import type { Program } from "../program.js";
import { contractPrograms } from "./contracts.js";
import { fixturePrograms } from "./fixtures.js";
import { opcodePrograms } from "./opcodes.js";
import { precompilePrograms } from "./precompiles.js";
import { callPrograms, statePrograms } from "./state.js";

/** Every program, those of the fixtures first, and what is not here for want of something. */
export function allPrograms(): { programs: Program[]; missing: string[] } {
	const fixtures = fixturePrograms();
	const contracts = contractPrograms();
	return {
		programs: [
			...fixtures,
			...contracts.programs,
			...opcodePrograms(),
			...statePrograms(),
			...callPrograms(),
			...precompilePrograms(),
		],
		missing: [
			...(fixtures.length > 0 ? [] : ["the programs of fixtures/bench: the folder is not here"]),
			...contracts.missing,
		],
	};
}
