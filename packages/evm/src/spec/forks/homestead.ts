import { eip2 } from "../eips/eip2.js";
import { eip7 } from "../eips/eip7.js";
import { extendFork, type Fork } from "../fork.js";
import { frontier } from "./frontier.js";

export const homestead: Fork = extendFork(
	frontier,
	"Homestead",
	[eip2, eip7],
	"The first planned fork, March 2016. It prices and hardens contract creation, steadies the difficulty and adds DELEGATECALL.",
);
