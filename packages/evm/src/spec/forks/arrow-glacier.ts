import { eip4345 } from "../eips/eip4345.js";
import { extendFork, type Fork } from "../fork.js";
import { london } from "./london.js";

export const arrowGlacier: Fork = extendFork(
	london,
	"ArrowGlacier",
	[eip4345],
	"December 2021. It only delays the difficulty bomb.",
);
