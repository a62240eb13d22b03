import { defineEip, type Eip } from "../eip.js";

/**
 * A contract takes withdrawal requests of validators, and a system call after the block's transactions takes up to 16
 * of them from its queue, as requests of type 1. Before, only the validator's signing key could ask for that.
 */
export const eip7002: Eip = defineEip({
	number: 7002,
	title: "Execution layer triggerable withdrawals",
	rules: { withdrawalRequests: true },
});
