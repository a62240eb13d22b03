import { eip2565 } from "../eips/eip2565.js";
import { eip2718 } from "../eips/eip2718.js";
import { eip2929 } from "../eips/eip2929.js";
import { eip2930 } from "../eips/eip2930.js";
import { extendFork, type Fork } from "../fork.js";
import { muirGlacier } from "./muir-glacier.js";

export const berlin: Fork = extendFork(
	muirGlacier,
	"Berlin",
	[eip2565, eip2718, eip2929, eip2930],
	"April 2021. The first access to an account or slot costs more than later ones, and transactions have types and access lists.",
);
