import type { Address, Hash, Hex } from "@evmore/evm";
import type { BlockHeader } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { remoteFailure } from "./remote-error.js";
import { readBytes, readHash, readUint64, readWord } from "./remote-values.js";

/** A header as a remote node describes it. */
export interface RemoteHeader {
	readonly header: BlockHeader;
	/** What the node calls the block. Of networks whose headers have further fields it is not the hash of `header`. */
	readonly hash: Hash;
	/** Not every node tells it. */
	readonly totalDifficulty: bigint | undefined;
}

/** Reads the answer to eth_getBlockByNumber. @throws {RpcError} a field is missing, or not what it must be */
export function readRemoteHeader(block: unknown): RemoteHeader {
	const method = "eth_getBlockByNumber";
	if (typeof block !== "object" || block === null) throw remoteFailure(method, "no block");
	const fields = block as Readonly<Record<string, unknown>>;
	const field = <T>(name: string, read: (place: string, value: unknown) => T): T =>
		read(`${method}: "${name}"`, fields[name]);
	const optional = <T>(name: string, read: (place: string, value: unknown) => T): T | undefined =>
		fields[name] === undefined || fields[name] === null ? undefined : field(name, read);
	const hash = (name: string): Hash => readHash(method, fields[name], name);
	const optionalHash = (name: string): Hash | undefined =>
		fields[name] === undefined || fields[name] === null ? undefined : hash(name);
	const sized = (name: string, size: number): Uint8Array => {
		const bytes = field(name, readBytes);
		if (bytes.length !== size) throw remoteFailure(method, `"${name}" has ${bytes.length} bytes, not ${size}`);
		return bytes;
	};
	const header: BlockHeader = {
		parentHash: hash("parentHash"),
		ommersHash: hash("sha3Uncles"),
		coinbase: bytesToHex(sized("miner", 20)) as Address,
		stateRoot: hash("stateRoot"),
		transactionsRoot: hash("transactionsRoot"),
		receiptsRoot: hash("receiptsRoot"),
		logsBloom: sized("logsBloom", 256),
		difficulty: optional("difficulty", readWord) ?? 0n,
		number: field("number", readUint64),
		gasLimit: field("gasLimit", readUint64),
		gasUsed: field("gasUsed", readUint64),
		timestamp: field("timestamp", readUint64),
		extraData: optional("extraData", readBytes) ?? new Uint8Array(0),
		mixHash: optionalHash("mixHash") ?? `0x${"00".repeat(32)}`,
		nonce: optional("nonce", () => bytesToHex(sized("nonce", 8))) ?? zeroNonce,
		baseFee: optional("baseFeePerGas", readWord),
		withdrawalsRoot: optionalHash("withdrawalsRoot"),
		blobGasUsed: optional("blobGasUsed", readUint64),
		excessBlobGas: optional("excessBlobGas", readUint64),
		parentBeaconBlockRoot: optionalHash("parentBeaconBlockRoot"),
		requestsHash: optionalHash("requestsHash"),
	};
	return { header, hash: hash("hash"), totalDifficulty: optional("totalDifficulty", readWord) };
}

const zeroNonce: Hex = "0x0000000000000000";
