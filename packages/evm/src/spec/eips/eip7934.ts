import { defineEip, type Eip } from "../eip.js";

/**
 * A block may be at most 8,388,608 bytes long, in RLP: 10 MiB less 2 MiB for the beacon block around it. Before, only
 * gas limited it.
 */
export const eip7934: Eip = defineEip({
	number: 7934,
	title: "RLP Execution Block Size Limit",
	parameters: { maxBlockSizeBytes: 8_388_608 },
});
