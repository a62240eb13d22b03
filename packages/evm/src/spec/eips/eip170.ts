import { defineEip, type Eip } from "../eip.js";

/**
 * Code may be at most 24,576 bytes long (0x6000); before, only gas limited it. A creation that returns more fails with
 * all its gas.
 */
export const eip170: Eip = defineEip({
	number: 170,
	title: "Contract code size limit",
	parameters: { maxCodeSizeBytes: 24_576 },
});
