import { eip1153 } from "../eips/eip1153.js";
import { eip4788 } from "../eips/eip4788.js";
import { eip4844 } from "../eips/eip4844.js";
import { eip5656 } from "../eips/eip5656.js";
import { eip6780 } from "../eips/eip6780.js";
import { eip7516 } from "../eips/eip7516.js";
import { extendFork, type Fork } from "../fork.js";
import { shanghai } from "./shanghai.js";

export const cancun: Fork = extendFork(
	shanghai,
	"Cancun",
	[eip1153, eip4788, eip4844, eip5656, eip6780, eip7516],
	"March 2024. Transactions can carry blobs for rollups, storage can be transient, and SELFDESTRUCT deletes only what the same transaction made.",
);
