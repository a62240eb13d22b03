import { UsageError } from "../errors.js";

/** New words that keys can be derived from (BIP-39). @param count - how many, as text */
export async function randomMnemonic(count: string): Promise<string> {
	if (!/^(12|15|18|21|24)$/.test(count)) {
		throw new UsageError(`--mnemonic-random: "${count}" is not 12, 15, 18, 21 or 24`);
	}
	const { english, random } = await import("ox/Mnemonic");
	// Of 33 bits, which three words are, one is a checksum.
	return random(english, { strength: (Number(count) / 3) * 32 });
}
