import { randomAddress } from "./accounts.js";
import type { Random } from "./random.js";

/** Code that creations run: what matters at their end is what they return. */
export function randomInitcode(random: Random): Uint8Array {
	const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
	const sized = (bytes: number): string => bytes.toString(16).padStart(8, "0");
	const twoDigits = (value: number): string => value.toString(16).padStart(2, "0");
	return random.weighted<() => Uint8Array>([
		[8, () => hex("")],
		[8, () => hex("00")],
		// Returns so many zero bytes: code that stops.
		[10, () => hex(`60${twoDigits(random.below(40))}6000f3`)],
		// Around the limit of the size of code, and what cannot be paid for.
		[3, () => hex(`63${sized(24576 + random.between(-1, 1))}6000f3`)],
		[2, () => hex(`63${sized(random.below(60_000))}6000f3`)],
		// Returns 0xef, and what begins otherwise.
		[4, () => hex("60ef60005360016000f3")],
		[4, () => hex("60fe60005360ef60015360026000f3")],
		// Reverts with data.
		[5, () => hex(`60${twoDigits(random.below(256))}60005260206000fd`)],
		[3, () => hex("fe")],
		// Selfdestructs to an account, and to itself.
		[6, () => hex(`73${randomAddress(random).toString(16).padStart(40, "0").slice(-40)}ff`)],
		[3, () => hex("30ff")],
		// Stores, and returns code that selfdestructs to the caller or counts in storage.
		[8, () => hex("600160015560026000556133ff6000526002601ef3")],
		[10, () => hex("6960005460010160005500600052600a6016f3")],
		// Stores, and returns code that stores at slots that depend on the gas left.
		[14, () => hex(`60${twoDigits(random.below(3))}600555 6660015a60031655 600052 6007 6019 f3`.replaceAll(" ", ""))],
		// Calls whoever creates it; returns the address it has.
		[4, () => hex("6000600060006000600033613000f130600052602060 00f3".replaceAll(" ", ""))],
		[4, () => random.bytes(random.below(32))],
	])();
}
