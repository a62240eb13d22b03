import { eip150 } from "../eips/eip150.js";
import { extendFork, type Fork } from "../fork.js";
import { dao } from "./dao.js";

export const tangerineWhistle: Fork = extendFork(
	dao,
	"TangerineWhistle",
	[eip150],
	"October 2016, the first answer to attacks on underpriced instructions. Reading the state costs more, and a call keeps back one 64th of the gas.",
);
