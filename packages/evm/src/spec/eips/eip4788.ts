import { defineEip, type Eip } from "../eip.js";

/**
 * The header carries the root of the parent beacon block, and every block begins with a system call that stores it in
 * a contract with room for the last 8191.
 */
export const eip4788: Eip = defineEip({
	number: 4788,
	title: "Beacon block root in the EVM",
	rules: { beaconRoots: true },
});
