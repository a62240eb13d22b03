import { defineEip, type Eip } from "../eip.js";

/**
 * A creation collides with an account that has storage, as it does with one that has code or a nonce. It holds since
 * block 0: the few accounts of that kind are from before EIP-161.
 */
export const eip7610: Eip = defineEip({
	number: 7610,
	title: "Revert creation in case of non-empty storage",
});
