import { defineEip, type Eip } from "../eip.js";

/**
 * Forks may change target, maximum and update fraction of blobs and nothing else, by configuration. The numbers are in
 * the forks made so (BPO1 and on).
 */
export const eip7892: Eip = defineEip({
	number: 7892,
	title: "Blob Parameter Only Hardforks",
});
