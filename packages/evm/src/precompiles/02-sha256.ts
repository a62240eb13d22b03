import { sha256 } from "../crypto/sha256.js";
import { countWords, type Precompile } from "./precompile.js";

const baseGas = 60;
const wordGas = 12;

/** SHA-256 of the input (Yellow Paper, appendix E). */
export const sha256Precompile: Precompile = {
	name: "sha256",
	gas: (input) => BigInt(baseGas + wordGas * countWords(input.length)),
	run: (input) => sha256(input),
};
