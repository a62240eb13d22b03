import { type BlockHeader, decodeBlock } from "@evmore/evm/block";
import type { Hex } from "@evmore/evm/bytes";
import { parseBytes, parseHash, parseNumber, parseTestAddress } from "../statetest/state-test.js";
import type { BlockTest } from "./block-test.js";

/** The header of a test's first block: decoded, or put together from its fields where the RLP is missing. */
export function readGenesisHeader({ genesisRLP, genesisBlockHeader: json }: BlockTest): BlockHeader {
	if (genesisRLP !== undefined) return decodeBlock(parseBytes(genesisRLP)).header;
	return {
		parentHash: parseHash(json.parentHash!),
		ommersHash: parseHash(json.uncleHash!),
		coinbase: parseTestAddress(json.coinbase!),
		stateRoot: parseHash(json.stateRoot!),
		transactionsRoot: parseHash(json.transactionsTrie!),
		receiptsRoot: parseHash(json.receiptTrie!),
		logsBloom: parseBytes(json.bloom!),
		difficulty: parseNumber(json.difficulty!),
		number: parseNumber(json.number!),
		gasLimit: parseNumber(json.gasLimit!),
		gasUsed: parseNumber(json.gasUsed!),
		timestamp: parseNumber(json.timestamp!),
		extraData: parseBytes(json.extraData!),
		mixHash: parseHash(json.mixHash!),
		nonce: json.nonce as Hex,
	};
}
