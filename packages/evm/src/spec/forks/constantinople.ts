import { eip145 } from "../eips/eip145.js";
import { eip1014 } from "../eips/eip1014.js";
import { eip1052 } from "../eips/eip1052.js";
import { eip1234 } from "../eips/eip1234.js";
import { eip1283 } from "../eips/eip1283.js";
import { extendFork, type Fork } from "../fork.js";
import { byzantium } from "./byzantium.js";

export const constantinople: Fork = extendFork(
	byzantium,
	"Constantinople",
	[eip145, eip1014, eip1052, eip1234, eip1283],
	"February 2019, with shifts, CREATE2 and EXTCODEHASH. On the main network it came in one block with Petersburg, so that its storage prices never applied there.",
);
