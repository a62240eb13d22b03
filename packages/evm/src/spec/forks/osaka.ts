import { eip7594 } from "../eips/eip7594.js";
import { eip7823 } from "../eips/eip7823.js";
import { eip7825 } from "../eips/eip7825.js";
import { eip7883 } from "../eips/eip7883.js";
import { eip7892 } from "../eips/eip7892.js";
import { eip7918 } from "../eips/eip7918.js";
import { eip7934 } from "../eips/eip7934.js";
import { eip7935 } from "../eips/eip7935.js";
import { eip7939 } from "../eips/eip7939.js";
import { eip7951 } from "../eips/eip7951.js";
import { extendFork, type Fork } from "../fork.js";
import { prague } from "./prague.js";

export const osaka: Fork = extendFork(
	prague,
	"Osaka",
	[eip7594, eip7823, eip7825, eip7883, eip7892, eip7918, eip7934, eip7935, eip7939, eip7951],
	"December 2025. Transactions and blocks get limits on gas and size, blobs a reserve price, and signatures of P-256 a contract.",
);
