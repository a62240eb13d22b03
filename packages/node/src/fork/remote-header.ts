import type { Hash } from "@evmore/evm";
import { type BlockHeader, hashHeader, readHeaderFields } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { remoteFailure } from "./remote-error.js";
import { readBytes, readHash, readUint64, readWord } from "./remote-values.js";

/** A header as a remote node describes it. */
export interface RemoteHeader {
	readonly header: BlockHeader;
	/** What the node calls the block. Of networks whose headers have further fields it is not the hash of `header`. */
	readonly hash: Hash;
	/** Whether `header` is all of it: its hash is the block's. */
	readonly isWhole: boolean;
	/** Not every node tells it. */
	readonly totalDifficulty: bigint | undefined;
}

/** Reads the answer to eth_getBlockByNumber. @throws {RpcError} a field is missing, or not what it must be */
export function readRemoteHeader(block: unknown): RemoteHeader {
	const method = "eth_getBlockByNumber";
	if (typeof block !== "object" || block === null) throw remoteFailure(method, "no block");
	const given = block as Readonly<Record<string, unknown>>;
	const has = (name: string): boolean => given[name] !== undefined && given[name] !== null;
	const read = <T>(name: string, reader: (place: string, value: unknown) => T): T =>
		// Not every network has these, and not every node tells them.
		reader(`${method}: "${name}"`, has(name) ? given[name] : defaults[name]);
	const bytes = (name: string, size?: number): Uint8Array => {
		const value = read(name, readBytes);
		if (size === undefined || value.length === size) return value;
		throw remoteFailure(method, `"${name}" has ${value.length} bytes, not ${size}`);
	};
	const hash = (name: string): Hash => readHash(method, given[name] ?? defaults[name], name);
	const header = readHeaderFields({
		has,
		hash,
		bytes,
		address: (name) => bytesToHex(bytes(name, 20)),
		integer: (name, size) => read(name, size > 8 ? readWord : readUint64),
	});
	const totalDifficulty = has("totalDifficulty") ? read("totalDifficulty", readWord) : undefined;
	const blockHash = hash("hash");
	return { header, hash: blockHash, isWhole: hashHeader(header) === blockHash, totalDifficulty };
}

const defaults: Readonly<Record<string, string | undefined>> = {
	difficulty: "0x0",
	extraData: "0x",
	mixHash: `0x${"00".repeat(32)}`,
	nonce: "0x0000000000000000",
};
