import type { Program } from "../program.js";
import { fixturePrograms } from "./fixtures.js";

/** Every program, those of the fixtures first. */
export async function allPrograms(): Promise<Program[]> {
	return [...fixturePrograms()];
}
