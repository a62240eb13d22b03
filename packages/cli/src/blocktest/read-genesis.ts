import { type BlockHeader, decodeBlock } from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { InputError } from "../errors.js";
import { messageOf } from "../test-runner/run-test-file.js";
import { TestFields } from "../test-runner/test-fields.js";
import type { BlockTest } from "./block-test.js";

/**
 * The header of a test's first block: decoded, or put together from its fields where the RLP is missing.
 *
 * @throws {InputError} a field is missing or cannot be read
 */
export function readGenesisHeader(test: BlockTest): BlockHeader {
	const fields = new TestFields(test, "");
	if (fields.has("genesisRLP")) return decodeGenesis(fields.bytes("genesisRLP"));
	const json = fields.object("genesisBlockHeader");
	return {
		parentHash: json.hash("parentHash"),
		ommersHash: json.hash("uncleHash"),
		coinbase: json.address("coinbase"),
		stateRoot: json.hash("stateRoot"),
		transactionsRoot: json.hash("transactionsTrie"),
		receiptsRoot: json.hash("receiptTrie"),
		logsBloom: json.bytes("bloom"),
		difficulty: json.number("difficulty"),
		number: json.number("number"),
		gasLimit: json.number("gasLimit"),
		gasUsed: json.number("gasUsed"),
		timestamp: json.number("timestamp"),
		extraData: json.bytes("extraData"),
		mixHash: json.hash("mixHash"),
		nonce: bytesToHex(json.bytes("nonce")),
	};
}

function decodeGenesis(rlp: Uint8Array): BlockHeader {
	try {
		return decodeBlock(rlp).header;
	} catch (error) {
		throw new InputError(`genesisRLP is no block: ${messageOf(error)}`);
	}
}
