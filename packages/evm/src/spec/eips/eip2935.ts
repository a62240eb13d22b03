import { defineEip, type Eip } from "../eip.js";

/**
 * Every block begins with a system call that stores its parent's hash in a contract with room for the last 8191.
 * BLOCKHASH itself still sees 256 blocks.
 */
export const eip2935: Eip = defineEip({
	number: 2935,
	title: "Serve historical block hashes from state",
	rules: { blockHashHistory: true },
});
