import type { Fork } from "../fork.js";
import { arrowGlacier } from "./arrow-glacier.js";
import { berlin } from "./berlin.js";
import { bpo1 } from "./bpo1.js";
import { bpo2 } from "./bpo2.js";
import { bpo3 } from "./bpo3.js";
import { bpo4 } from "./bpo4.js";
import { byzantium } from "./byzantium.js";
import { cancun } from "./cancun.js";
import { constantinople } from "./constantinople.js";
import { dao } from "./dao.js";
import { frontier } from "./frontier.js";
import { grayGlacier } from "./gray-glacier.js";
import { homestead } from "./homestead.js";
import { istanbul } from "./istanbul.js";
import { london } from "./london.js";
import { muirGlacier } from "./muir-glacier.js";
import { osaka } from "./osaka.js";
import { paris } from "./paris.js";
import { petersburg } from "./petersburg.js";
import { prague } from "./prague.js";
import { shanghai } from "./shanghai.js";
import { spuriousDragon } from "./spurious-dragon.js";
import { tangerineWhistle } from "./tangerine-whistle.js";

/** Every fork, oldest first. */
export const forks: readonly Fork[] = [
	frontier,
	homestead,
	dao,
	tangerineWhistle,
	spuriousDragon,
	byzantium,
	constantinople,
	petersburg,
	istanbul,
	muirGlacier,
	berlin,
	london,
	arrowGlacier,
	grayGlacier,
	paris,
	shanghai,
	cancun,
	prague,
	osaka,
	bpo1,
	bpo2,
	bpo3,
	bpo4,
];
