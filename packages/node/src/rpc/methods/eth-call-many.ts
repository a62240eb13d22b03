import { bytesToHex } from "@evmore/evm";
import { runAsync } from "@evmore/evm/evm";
import { LayeredState } from "@evmore/evm/trace";
import { describeHalt, describeRevert } from "../../errors/execution-fault.js";
import { invalidParameters } from "../../errors/rpc-error.js";
import { describeFault } from "../../errors/transaction-fault.js";
import { executeInPlace, outputOf } from "../../execution/execution-place.js";
import type { TransactionRequest } from "../../execution/transaction-request.js";
import { blockName } from "../block-name.js";
import { codec, fieldsOf, list, optional } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { callBlockOverrides, stateOverrides } from "../overrides.js";
import { callRequest } from "../transaction-codec.js";
import { prepareCall } from "./eth-call.js";

const maxCalls = 1000;

const bundle = fieldsOf({
	transactions: list<TransactionRequest>(callRequest, maxCalls),
	blockOverride: callBlockOverrides,
});

/** Where the calls begin: after a block. Within one is not possible. */
const context = codec((value, place) => {
	const fields = fieldsOf({ blockNumber: blockName, transactionIndex: codec((index) => index) }).decode(value, place);
	const { transactionIndex } = fields;
	if (transactionIndex !== undefined && transactionIndex !== -1) {
		throw invalidParameters("calls begin after a block: transactionIndex is -1");
	}
	return fields.blockNumber ?? "latest";
});

export const callManyMethods: readonly RpcMethod[] = [
	method(
		"eth_callMany",
		[list(bundle, maxCalls), optional(context, "latest" as const), optional(stateOverrides)],
		async ({ node }, bundles, name, overrides) => {
			const { place: first } = await prepareCall(node, {}, name, overrides);
			// Each call sees what the ones before it changed.
			const state = new LayeredState(first.state);
			return node.machines.lend(first.spec, state, async (machine) => {
				const answers: { value?: string; error?: string }[][] = [];
				for (const { transactions = [], blockOverride } of bundles) {
					const own: { value?: string; error?: string }[] = [];
					for (const request of transactions) {
						const call = await prepareCall(node, request, name, undefined, blockOverride);
						const result = await runAsync(
							executeInPlace(
								machine,
								{ ...call.place, state, precompileMoves: first.precompileMoves },
								call.transaction,
								call.sender,
								{ keepsChanges: true },
							),
						);
						if (result.status === "refused") own.push({ error: describeFault(result.exception) });
						else if (result.status === "revert") own.push({ error: describeRevert(result.output, node.options.abi) });
						else if (result.status === "halt") own.push({ error: describeHalt(result.reason) });
						else own.push({ value: bytesToHex(await runAsync(outputOf(machine, result))) });
					}
					answers.push(own);
				}
				return answers;
			});
		},
	),
];
