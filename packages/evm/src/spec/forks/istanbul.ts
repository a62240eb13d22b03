import { eip152 } from "../eips/eip152.js";
import { eip1108 } from "../eips/eip1108.js";
import { eip1344 } from "../eips/eip1344.js";
import { eip1884 } from "../eips/eip1884.js";
import { eip2028 } from "../eips/eip2028.js";
import { eip2200 } from "../eips/eip2200.js";
import { extendFork, type Fork } from "../fork.js";
import { petersburg } from "./petersburg.js";

export const istanbul: Fork = extendFork(
	petersburg,
	"Istanbul",
	[eip152, eip1108, eip1344, eip1884, eip2028, eip2200],
	"December 2019. Storage is priced by its net change, reading the state costs more, calldata and the curve bn254 less.",
);
