import { eip155 } from "../eips/eip155.js";
import { eip160 } from "../eips/eip160.js";
import { eip161 } from "../eips/eip161.js";
import { eip170 } from "../eips/eip170.js";
import { extendFork, type Fork } from "../fork.js";
import { tangerineWhistle } from "./tangerine-whistle.js";

export const spuriousDragon: Fork = extendFork(
	tangerineWhistle,
	"SpuriousDragon",
	[eip155, eip160, eip161, eip170],
	"November 2016, the second answer to the attacks. Empty accounts can be cleared away, code gets a size limit and signatures can be bound to a chain.",
);
