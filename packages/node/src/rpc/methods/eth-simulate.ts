import { bytesToHex } from "@evmore/evm";
import { describeHalt, describeRevert } from "../../errors/execution-fault.js";
import { errorCodes, invalidParameters } from "../../errors/rpc-error.js";
import { type SimulatedBlock, type SimulatedBlockRequest, simulateBlocks } from "../../execution/simulate-blocks.js";
import type { TransactionRequest } from "../../execution/transaction-request.js";
import { DraftState } from "../../state/draft-state.js";
import { blockName } from "../block-name.js";
import { boolean, type Codec, codec, fieldsOf, type JsonObject, list, optional } from "../codec.js";
import { encodeBlockJson } from "../encode-block.js";
import { encodeLogJson } from "../encode-receipt.js";
import { method, type RpcMethod } from "../method.js";
import { blockOverrides, stateOverrides } from "../overrides.js";
import { callRequest, toQuantity } from "../transaction-codec.js";
import { requireBlock } from "./eth-state.js";

/** Calls of one block (go-ethereum's limit). */
const maxCalls = 5000;

const blockFields = fieldsOf({
	blockOverrides,
	stateOverrides,
	calls: list<TransactionRequest>(callRequest, maxCalls),
});

const simulatedBlock: Codec<SimulatedBlockRequest> = codec((value, place) => {
	const { blockOverrides: block, stateOverrides: accounts, calls } = blockFields.decode(value, place);
	const { blobBaseFee, ...overrides } = block ?? { blobBaseFee: undefined };
	return {
		overrides: overrides as SimulatedBlockRequest["overrides"],
		blobBaseFee,
		accounts: accounts ?? new Map(),
		calls: calls ?? [],
	};
});

const simulation = fieldsOf({
	blockStateCalls: list(simulatedBlock, 10_000),
	traceTransfers: boolean,
	validation: boolean,
	returnFullTransactions: boolean,
});

function encodeSimulated({ stored, results, outputs, logs }: SimulatedBlock, full: boolean): JsonObject {
	return {
		...encodeBlockJson(stored, full),
		calls: results.map((result, transactionIndex) => ({
			returnData: result.status === "success" ? bytesToHex(outputs[transactionIndex]!) : "0x",
			logs: logs[transactionIndex]!.map(({ log, index }) =>
				encodeLogJson({ log, block: stored, transactionIndex, logIndex: index }),
			),
			gasUsed: toQuantity(result.gasUsed),
			maxUsedGas: toQuantity(result.gasUsed + result.gasRefunded),
			status: result.status === "success" ? "0x1" : "0x0",
			...(result.status === "revert" && {
				error: {
					code: errorCodes.executionReverted,
					message: describeRevert(result.output),
					data: bytesToHex(result.output),
				},
			}),
			...(result.status === "halt" && {
				error: { code: errorCodes.vmError, message: describeHalt(result.reason) },
			}),
		})),
	};
}

export const simulateMethods: readonly RpcMethod[] = [
	method("eth_simulateV1", [simulation, optional(blockName, "latest" as const)], async ({ node }, request, name) => {
		const {
			blockStateCalls = [],
			traceTransfers = false,
			validation = false,
			returnFullTransactions = false,
		} = request;
		if (blockStateCalls.length === 0) throw invalidParameters("empty input");
		const { stored, state } = await requireBlock(node, name);
		const draft = state instanceof DraftState ? state.successor() : node.chain.draft(stored);
		const options = { traceTransfers, validation, gasLimit: node.settings.callGasLimit };
		const spec = node.chain.specOf(stored);
		const blocks = await node.machines.lend(spec, draft, (machine) =>
			simulateBlocks(node.chain, stored, draft, blockStateCalls, options, machine),
		);
		return blocks.map((block) => encodeSimulated(block, returnFullTransactions));
	}),
];
