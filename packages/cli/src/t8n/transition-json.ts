import {
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	hashRequests,
	logToRlp,
} from "@evmore/evm/block";
import { bytesToHex, zeroAddress } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { decodeRlp, encodeRlp } from "@evmore/evm/rlp";
import type { MemoryState } from "@evmore/evm/state";
import { encodeTransaction } from "@evmore/evm/tx";
import { sortedAccounts } from "../state/sorted-accounts.js";
import { toQuantity, toWord } from "./go-json.js";
import type { Included, Transition } from "./transition.js";

/** The three outputs of a transition, ready to be written as JSON. */
export interface TransitionJson {
	readonly alloc: unknown;
	readonly result: unknown;
	/** RLP list of the transactions of the block, in hexadecimal. */
	readonly body: string;
}

/** What came of a transition in the members, and their order, of go-ethereum's `t8n`. */
export function formatTransition(transition: Transition): TransitionJson {
	const encoded = transition.included.map(({ transaction }) => encodeTransaction(transaction));
	return {
		alloc: formatAlloc(transition.state),
		result: formatResult(transition, encoded),
		body: bytesToHex(encodeRlp(encoded.map((bytes) => (bytes[0]! >= 0xc0 ? decodeRlp(bytes) : bytes)))),
	};
}

/** The state: accounts by address, slots by number, without what is zero or empty. */
function formatAlloc(state: MemoryState): Record<string, unknown> {
	const alloc: Record<string, unknown> = {};
	for (const { address, nonce, balance, code, slots } of sortedAccounts(state)) {
		alloc[address] = {
			...(code.length > 0 && { code: bytesToHex(code) }),
			...(slots.length > 0 && {
				storage: Object.fromEntries(slots.map(([slot, value]) => [toWord(slot), toWord(value)])),
			}),
			balance: toQuantity(balance),
			...(nonce !== 0n && { nonce: toQuantity(nonce) }),
		};
	}
	return alloc;
}

function formatResult(transition: Transition, encoded: readonly Uint8Array[]): Record<string, unknown> {
	const { spec, env, outcome, rejected, included } = transition;
	const { rules } = spec;
	const logs = included.flatMap(({ result }) => result.logs);
	return {
		stateRoot: outcome.stateRoot,
		txRoot: computeTransactionsRoot(encoded),
		receiptsRoot: computeReceiptsRoot(outcome.receipts),
		logsHash: bytesToHex(keccak256(encodeRlp(logs.map(logToRlp)))),
		logsBloom: bytesToHex(outcome.logsBloom),
		receipts: formatReceipts(transition),
		...(rejected.length > 0 && { rejected }),
		currentDifficulty: rules.proofOfStake ? null : toQuantity(env.difficulty),
		gasUsed: toQuantity(outcome.gasUsed),
		...(env.baseFee !== undefined && { currentBaseFee: toQuantity(env.baseFee) }),
		...(env.withdrawals !== undefined && { withdrawalsRoot: computeWithdrawalsRoot(env.withdrawals) }),
		...(env.excessBlobGas !== undefined && {
			currentExcessBlobGas: toQuantity(env.excessBlobGas),
			blobGasUsed: toQuantity(outcome.blobGasUsed),
		}),
		...(rules.requests && { requestsHash: hashRequests(outcome.requests) }),
		requests: rules.requests ? outcome.requests.map(bytesToHex) : null,
	};
}

/** go-ethereum's tool gives every block this hash. */
export const blockHash: string = `0x1337${"0".repeat(60)}`;

function formatReceipts({ included, outcome, env, blobBaseFee }: Transition): Record<string, unknown>[] {
	let logIndex = 0;
	return included.map(({ transaction, hash, result }, index) => {
		const { outcome: status, cumulativeGasUsed, logsBloom } = outcome.receipts[index]!;
		const place = { blockHash, blockNumber: toQuantity(env.number), transactionIndex: toQuantity(index) };
		return {
			...(transaction.type !== 0 && { type: toQuantity(transaction.type) }),
			root: typeof status === "boolean" ? "0x" : status,
			status: result.status === "success" ? "0x1" : "0x0",
			cumulativeGasUsed: toQuantity(cumulativeGasUsed),
			logsBloom: bytesToHex(logsBloom),
			logs: result.logs.map((log) => formatLog(log, hash, index, env, logIndex++)),
			transactionHash: hash,
			contractAddress: result.createdAddress ?? zeroAddress,
			gasUsed: toQuantity(result.gasUsed),
			effectiveGasPrice: null,
			...(transaction.type === 3 && {
				blobGasUsed: toQuantity(result.blobGasUsed),
				blobGasPrice: toQuantity(blobBaseFee),
			}),
			...place,
		};
	});
}

function formatLog(
	{ address, topics, data }: Included["result"]["logs"][number],
	transactionHash: string,
	transactionIndex: number,
	{ number, timestamp }: Transition["env"],
	logIndex: number,
): Record<string, unknown> {
	return {
		address,
		topics,
		data: bytesToHex(data),
		blockNumber: toQuantity(number),
		transactionHash,
		transactionIndex: toQuantity(transactionIndex),
		blockHash,
		blockTimestamp: toQuantity(timestamp),
		logIndex: toQuantity(logIndex),
		removed: false,
	};
}
