import { defineEip, type Eip } from "../eip.js";

/**
 * A transaction or receipt may begin with a type byte from 0x00 to 0x7f, followed by whatever that type defines.
 * Before, all were RLP lists; those are called legacy now.
 */
export const eip2718: Eip = defineEip({
	number: 2718,
	title: "Typed Transaction Envelope",
});
