import { secp256k1Library } from "@evmore/evm/crypto";
import { HdKey } from "./hd-key.js";

/**
 * Private keys of a mnemonic, by BIP-39 and BIP-32.
 *
 * @param path - what the number of the key is appended to: `m/44'/60'/0'/0/`
 * @throws {DerivationPathError}
 */
export async function deriveKeys(mnemonic: string, path: string, count: number): Promise<Uint8Array[]> {
	if (count === 0) return [];
	const [seed] = await Promise.all([toSeed(mnemonic), secp256k1Library.load()]);
	const root = HdKey.fromSeed(seed);
	// What all keys share of the way is gone once. An empty path is the root's.
	const parent = root.derive(path.replace(/\/$/, "") || "m");
	return Array.from({ length: count }, (_, index) => parent.child(index).privateKey);
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
