import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { bytesToBigInt } from "../bytes/integer.js";
import { keccak256 } from "../crypto/keccak256.js";
import { keccak512 } from "../crypto/keccak512.js";
import { encodeRlp } from "../rlp/rlp.js";
import { type BlockHeader, headerToRlp } from "./header.js";

// Ethash, Ethereum's proof of work (Yellow Paper, appendix J), as far as verifying goes: the few items of the dataset
// that a proof names are computed from a cache of 16 MB and more, which takes seconds to make and serves 30,000 blocks.

const epochBlocks = 30_000n;
const wordsPerHash = 16;
const mixWords = 32;
const cacheRounds = 3;
const datasetParents = 256;
const accesses = 64;

interface EpochCache {
	readonly epoch: number;
	/** One hash of 16 words after another. */
	readonly words: Uint32Array;
	/** Hashes in the dataset. */
	readonly datasetHashes: number;
}

/** That of the epoch asked for last. */
let cache: EpochCache | undefined;

/** What the proof of work of a header must have in it. */
export interface EthashProof {
	/** What the header's mix hash must be, 32 bytes. */
	readonly mixHash: Uint8Array;
	/** Must not exceed 2^256 / difficulty; 32 bytes. */
	readonly result: Uint8Array;
}

/**
 * Whether a header's nonce and mix hash prove its work. The first header of an epoch takes seconds, later ones
 * milliseconds.
 */
export function verifyEthash(header: BlockHeader): boolean {
	if (header.difficulty <= 0n) return false;
	const { mixHash, result } = computeEthash(sealHash(header), hexToBytes(header.nonce), header.number);
	if (bytesToHex(mixHash) !== header.mixHash) return false;
	return bytesToBigInt(result) <= (1n << 256n) / header.difficulty;
}

/** What is sealed: keccak256 of the header without mix hash and nonce. */
export function sealHash(header: BlockHeader): Uint8Array {
	return keccak256(encodeRlp(headerToRlp(header).filter((_, index) => index !== 13 && index !== 14)));
}

/**
 * The mix hash and the result of a nonce.
 *
 * @param hash - what is sealed, 32 bytes
 * @param nonce - 8 bytes
 * @param number - of the block
 */
export function computeEthash(hash: Uint8Array, nonce: Uint8Array, number: bigint): EthashProof {
	const epoch = Number(number / epochBlocks);
	if (cache?.epoch !== epoch) cache = makeCache(epoch);

	const seed = new Uint8Array(40);
	seed.set(hash);
	seed.set(nonce.toReversed(), 32);
	const start = keccak512(seed);
	const startWords = toWords(start);
	const mix = new Uint32Array(mixWords);
	mix.set(startWords);
	mix.set(startWords, wordsPerHash);
	const pages = cache.datasetHashes >>> 1;
	for (let i = 0; i < accesses; i++) {
		const page = (fnv(i ^ startWords[0]!, mix[i % mixWords]!) >>> 0) % pages;
		for (let half = 0; half < 2; half++) {
			const item = datasetItem(cache, page * 2 + half);
			for (let j = 0; j < wordsPerHash; j++) {
				const at = half * wordsPerHash + j;
				mix[at] = fnv(mix[at]!, item[j]!);
			}
		}
	}
	const compressed = new Uint32Array(mixWords / 4);
	for (let i = 0; i < compressed.length; i++) {
		const at = i * 4;
		compressed[i] = fnv(fnv(fnv(mix[at]!, mix[at + 1]!), mix[at + 2]!), mix[at + 3]!);
	}
	const mixHash = new Uint8Array(compressed.buffer);
	const sealed = new Uint8Array(96);
	sealed.set(start);
	sealed.set(mixHash, 64);
	return { mixHash, result: keccak256(sealed) };
}

/** Words are little-endian, as those of every machine this runs on. */
function toWords(bytes: Uint8Array): Uint32Array {
	return new Uint32Array(bytes.slice().buffer);
}

/** Fowler, Noll and Vo's hash step, with xor after the multiplication. */
function fnv(a: number, b: number): number {
	return Math.imul(a, 0x01000193) ^ b;
}

/** Appendix J.3: a chain of hashes, mixed three times. */
function makeCache(epoch: number): EpochCache {
	const count = largestPrime(2 ** 18 + 2 ** 11 * epoch - 1);
	const datasetPages = largestPrime(2 ** 23 + 2 ** 16 * epoch - 1);
	let seed: Uint8Array = new Uint8Array(32);
	for (let i = 0; i < epoch; i++) seed = keccak256(seed);
	const bytes = new Uint8Array(count * 64);
	const words = new Uint32Array(bytes.buffer);
	let hash = keccak512(seed);
	bytes.set(hash);
	for (let i = 1; i < count; i++) {
		hash = keccak512(hash);
		bytes.set(hash, i * 64);
	}
	const mixed = new Uint8Array(64);
	const mixedWords = new Uint32Array(mixed.buffer);
	for (let round = 0; round < cacheRounds; round++) {
		for (let i = 0; i < count; i++) {
			const before = (i === 0 ? count - 1 : i - 1) * wordsPerHash;
			const other = (words[i * wordsPerHash]! % count) * wordsPerHash;
			for (let j = 0; j < wordsPerHash; j++) mixedWords[j] = words[before + j]! ^ words[other + j]!;
			bytes.set(keccak512(mixed), i * 64);
		}
	}
	return { epoch, words, datasetHashes: datasetPages * 2 };
}

/** Appendix J.4: one hash of the dataset. */
function datasetItem({ words }: EpochCache, index: number): Uint32Array {
	const count = words.length / wordsPerHash;
	const first = (index % count) * wordsPerHash;
	const start = words.slice(first, first + wordsPerHash);
	start[0]! ^= index;
	const mix = toWords(keccak512(new Uint8Array(start.buffer)));
	for (let i = 0; i < datasetParents; i++) {
		const parent = ((fnv(index ^ i, mix[i % wordsPerHash]!) >>> 0) % count) * wordsPerHash;
		for (let j = 0; j < wordsPerHash; j++) mix[j] = fnv(mix[j]!, words[parent + j]!);
	}
	return toWords(keccak512(new Uint8Array(mix.buffer)));
}

/** The largest prime that is not above `limit` and odd as that is. */
function largestPrime(limit: number): number {
	let candidate = limit;
	while (!isPrime(candidate)) candidate -= 2;
	return candidate;
}

function isPrime(value: number): boolean {
	for (let divisor = 3; divisor * divisor <= value; divisor += 2) if (value % divisor === 0) return false;
	return value % 2 === 1;
}
