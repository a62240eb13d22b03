import { defineEip, type Eip } from "../eip.js";

/**
 * A creation whose code begins with 0xEF fails with all its gas. The byte was free for any code before; it is kept for
 * formats to come.
 */
export const eip3541: Eip = defineEip({
	number: 3541,
	title: "Reject new contract code starting with the 0xEF byte",
	rules: { rejectEfCode: true },
});
