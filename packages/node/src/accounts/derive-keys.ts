import { type Hex, hexToBytes } from "@evmore/evm";
import * as HdKey from "ox/HdKey";

/**
 * Private keys of a mnemonic, by BIP-39 and BIP-32.
 *
 * @param path - what the number of the key is appended to: `m/44'/60'/0'/0/`
 */
export async function deriveKeys(mnemonic: string, path: string, count: number): Promise<Uint8Array[]> {
	if (count === 0) return [];
	const root = HdKey.fromSeed(await toSeed(mnemonic));
	// A step costs a multiplication on the curve: those that all keys share are taken once.
	const parent = path.replace(/\/$/, "");
	const shared = parent === "" || parent === "m" ? root : root.derive(parent as `m/${string}`);
	return Array.from({ length: count }, (_, index) => hexToBytes(shared.derive(`m/${index}`).privateKey as Hex));
}

/** The runtime's own PBKDF2 is faster than one in JavaScript, ten times and more; pages that came without TLS have none. */
async function toSeed(mnemonic: string): Promise<Uint8Array<ArrayBuffer>> {
	const words = mnemonic.normalize("NFKD");
	// BIP-39: 12 to 24 words.
	if (crypto.subtle === undefined || ![12, 15, 18, 21, 24].includes(words.split(" ").length)) {
		const { toSeed: stretch } = await import("ox/Mnemonic");
		return new Uint8Array(stretch(mnemonic));
	}
	const [password, salt] = [words, "mnemonic"].map((text) => new TextEncoder().encode(text));
	const key = await crypto.subtle.importKey("raw", password!, "PBKDF2", false, ["deriveBits"]);
	const bits = await crypto.subtle.deriveBits(
		{ name: "PBKDF2", hash: "SHA-512", salt: salt!, iterations: 2048 },
		key,
		512,
	);
	return new Uint8Array(bits);
}
