import { ripemd160 } from "../crypto/ripemd160.js";
import { countWords, type Precompile } from "./precompile.js";

const baseGas = 600;
const wordGas = 120;

/** RIPEMD-160 of the input, left-padded to a word (Yellow Paper, appendix E). */
export const ripemd160Precompile: Precompile = {
	name: "ripemd160",
	gas: (input) => BigInt(baseGas + wordGas * countWords(input.length)),
	run(input) {
		const output = new Uint8Array(32);
		output.set(ripemd160(input), 12);
		return output;
	},
};
