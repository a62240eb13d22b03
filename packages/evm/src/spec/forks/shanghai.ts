import { eip3651 } from "../eips/eip3651.js";
import { eip3855 } from "../eips/eip3855.js";
import { eip3860 } from "../eips/eip3860.js";
import { eip4895 } from "../eips/eip4895.js";
import { extendFork, type Fork } from "../fork.js";
import { paris } from "./paris.js";

export const shanghai: Fork = extendFork(
	paris,
	"Shanghai",
	[eip3651, eip3855, eip3860, eip4895],
	"April 2023. Validators can withdraw their stake, initcode is limited and metered, and PUSH0 exists.",
);
