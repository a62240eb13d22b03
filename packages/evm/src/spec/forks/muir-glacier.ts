import { eip2384 } from "../eips/eip2384.js";
import { extendFork, type Fork } from "../fork.js";
import { istanbul } from "./istanbul.js";

export const muirGlacier: Fork = extendFork(
	istanbul,
	"MuirGlacier",
	[eip2384],
	"January 2020. It only delays the difficulty bomb.",
);
