import { eip1559 } from "../eips/eip1559.js";
import { eip3198 } from "../eips/eip3198.js";
import { eip3529 } from "../eips/eip3529.js";
import { eip3541 } from "../eips/eip3541.js";
import { eip3554 } from "../eips/eip3554.js";
import { extendFork, type Fork } from "../fork.js";
import { berlin } from "./berlin.js";

export const london: Fork = extendFork(
	berlin,
	"London",
	[eip1559, eip3198, eip3529, eip3541, eip3554],
	"August 2021. A base fee that is burnt replaces the auction of gas prices, and refunds shrink.",
);
