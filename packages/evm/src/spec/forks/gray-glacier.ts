import { eip5133 } from "../eips/eip5133.js";
import { extendFork, type Fork } from "../fork.js";
import { arrowGlacier } from "./arrow-glacier.js";

export const grayGlacier: Fork = extendFork(
	arrowGlacier,
	"GrayGlacier",
	[eip5133],
	"June 2022. It only delays the difficulty bomb.",
);
