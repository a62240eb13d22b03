import { eip1716 } from "../eips/eip1716.js";
import { extendFork, type Fork } from "../fork.js";
import { constantinople } from "./constantinople.js";

export const petersburg: Fork = extendFork(
	constantinople,
	"Petersburg",
	[eip1716],
	"February 2019, in the same block as Constantinople. It takes the net pricing of SSTORE out again, which had opened contracts to reentrancy.",
);
