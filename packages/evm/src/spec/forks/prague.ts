import { eip2537 } from "../eips/eip2537.js";
import { eip2935 } from "../eips/eip2935.js";
import { eip6110 } from "../eips/eip6110.js";
import { eip7002 } from "../eips/eip7002.js";
import { eip7251 } from "../eips/eip7251.js";
import { eip7623 } from "../eips/eip7623.js";
import { eip7685 } from "../eips/eip7685.js";
import { eip7691 } from "../eips/eip7691.js";
import { eip7702 } from "../eips/eip7702.js";
import { extendFork, type Fork } from "../fork.js";
import { cancun } from "./cancun.js";

export const prague: Fork = extendFork(
	cancun,
	"Prague",
	[eip2537, eip2935, eip6110, eip7002, eip7251, eip7623, eip7685, eip7691, eip7702],
	"May 2025. Accounts can delegate to code, the execution layer can make requests to the beacon chain, and blocks carry twice the blobs.",
);
