import { eip100 } from "../eips/eip100.js";
import { eip140 } from "../eips/eip140.js";
import { eip196 } from "../eips/eip196.js";
import { eip197 } from "../eips/eip197.js";
import { eip198 } from "../eips/eip198.js";
import { eip211 } from "../eips/eip211.js";
import { eip214 } from "../eips/eip214.js";
import { eip649 } from "../eips/eip649.js";
import { eip658 } from "../eips/eip658.js";
import { extendFork, type Fork } from "../fork.js";
import { spuriousDragon } from "./spurious-dragon.js";

export const byzantium: Fork = extendFork(
	spuriousDragon,
	"Byzantium",
	[eip100, eip140, eip196, eip197, eip198, eip211, eip214, eip649, eip658],
	"October 2017. It adds REVERT, STATICCALL, return data of any length and the cryptography of zero-knowledge proofs.",
);
