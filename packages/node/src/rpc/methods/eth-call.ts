import { type BlockEnvironment, bytesToHex } from "@evmore/evm";
import type { Machine, Task } from "@evmore/evm/evm";
import { LayeredState } from "@evmore/evm/trace";
import { encodeTransaction, type Transaction } from "@evmore/evm/tx";
import { describeHalt, describeRevert, failedExecution } from "../../errors/execution-fault.js";
import { RpcError } from "../../errors/rpc-error.js";
import { refusedTransaction } from "../../errors/transaction-fault.js";
import { createAccessList } from "../../execution/create-access-list.js";
import { estimateGas } from "../../execution/estimate-gas.js";
import { type ExecutionPlace, executeInPlace } from "../../execution/execution-place.js";
import { movePrecompiles, type StateOverrides } from "../../execution/move-precompiles.js";
import { stateBeforeTransaction } from "../../execution/state-within-block.js";
import {
	buildTransaction,
	senderOf,
	type TransactionDefaults,
	type TransactionRequest,
	typeOf,
} from "../../execution/transaction-request.js";
import type { BlockName, DevNode } from "../../node/dev-node.js";
import { fillTransaction } from "../../node/send-transaction.js";
import { encodeSentTransaction } from "../../pool/blob-sidecar.js";
import { hashEncoded } from "../../pool/transaction-pool.js";
import { editState } from "../../state/edit-account.js";
import { blockName } from "../block-name.js";
import { optional } from "../codec.js";
import { encodeAccessList, encodeTransactionJson } from "../encode-transaction.js";
import { method, type RpcMethod } from "../method.js";
import { type BlockOverrides, callBlockOverrides, stateOverrides } from "../overrides.js";
import { callRequest, toQuantity, transactionRequest } from "../transaction-codec.js";
import { requireBlock } from "./eth-state.js";

/** A call that is ready to run. */
export interface PreparedCall {
	readonly place: ExecutionPlace;
	readonly transaction: Transaction;
	readonly sender: `0x${string}`;
}

/** Where a call runs, with what is different for it. */
async function placeOf(
	node: DevNode,
	name: BlockName,
	state: StateOverrides | undefined,
	block: BlockOverrides | undefined,
	index: bigint | undefined,
): Promise<ExecutionPlace> {
	let found = await requireBlock(node, name);
	if (index !== undefined) {
		const { chain, machines } = node;
		found = { ...found, state: await stateBeforeTransaction(chain, found.stored, index, machines) };
	}
	let place = node.placeOf(found);
	if (state !== undefined && state.size > 0) {
		const draft = new LayeredState(found.state);
		const precompileMoves = movePrecompiles(place.spec, state);
		await editState(draft, state);
		place = { ...place, state: draft, precompileMoves };
	}
	return block === undefined ? place : { ...place, environment: withOverrides(place.environment, block) };
}

function withOverrides(environment: BlockEnvironment, block: BlockOverrides): BlockEnvironment {
	return {
		number: block.number ?? environment.number,
		timestamp: block.timestamp ?? environment.timestamp,
		coinbase: block.coinbase ?? environment.coinbase,
		gasLimit: block.gasLimit ?? environment.gasLimit,
		baseFee: block.baseFee ?? environment.baseFee,
		difficulty: block.difficulty ?? environment.difficulty,
		prevRandao: block.prevRandao === undefined ? environment.prevRandao : BigInt(block.prevRandao),
		blobBaseFee: block.blobBaseFee ?? environment.blobBaseFee,
	};
}

/**
 * Everything a call needs; what the request leaves open is free of charge, and has as much gas as may be.
 *
 * @param index - it runs before the transaction with this index in the block; undefined: after the block
 */
export async function prepareCall(
	node: DevNode,
	request: TransactionRequest,
	name: BlockName,
	state?: StateOverrides,
	block?: BlockOverrides,
	index?: bigint,
): Promise<PreparedCall> {
	const place = await placeOf(node, name, state, block, index);
	const sender = senderOf(request);
	const account = await place.state.getAccount(sender);
	const defaults: TransactionDefaults = {
		gas: 0n,
		nonce: account?.nonce ?? 0n,
		chainId: place.chainId,
		gasPrice: 0n,
		// A tip alone is taken for the whole offer above the base fee.
		maxFeePerGas:
			request.maxPriorityFeePerGas === undefined ? 0n : place.environment.baseFee * 2n + request.maxPriorityFeePerGas,
		maxPriorityFeePerGas: 0n,
		maxFeePerBlobGas: 0n,
	};
	const capped = { ...request, gas: callGasOf(node, request) };
	const transaction = buildTransaction(capped, defaults, typeOf(request, place.spec));
	return { place, transaction, sender };
}

/** The gas of a call: what it asks for, as far as the node allows. */
export function callGasOf(node: DevNode, { gas }: TransactionRequest): bigint {
	const most = node.settings.callGasLimit;
	return gas === undefined || gas > most ? most : gas;
}

export function runPrepared<T>(
	node: DevNode,
	{ place, transaction, sender }: PreparedCall,
	work: (machine: Machine) => Task<T>,
): Promise<T> {
	return node.prefetching(transaction, sender, () => node.machines.run(place.spec, place.state, work));
}

/** What a call returned. @throws {RpcError} it is refused, or fails */
async function execute(node: DevNode, call: PreparedCall): Promise<Uint8Array> {
	return runPrepared(node, call, function* (machine): Task<Uint8Array> {
		const { place, transaction, sender } = call;
		const result = yield* executeInPlace(machine, place, transaction, sender, { tracer: node.watch() });
		if (result.status === "refused") throw refusedTransaction(result.exception);
		if (result.status !== "success") throw failedExecution(result, node.options.abi);
		return result.output;
	});
}

const latestByDefault = optional(blockName, "latest" as const);

export const callMethods: readonly RpcMethod[] = [
	method(
		"eth_call",
		[callRequest, latestByDefault, optional(stateOverrides), optional(callBlockOverrides)],
		async ({ node }, request, name, state, block) => {
			return bytesToHex(await execute(node, await prepareCall(node, request, name, state, block)));
		},
	),
	method(
		"eth_estimateGas",
		[callRequest, latestByDefault, optional(stateOverrides), optional(callBlockOverrides)],
		async ({ node }, request, name, state, block) => {
			const { stored } = await requireBlock(node, name);
			const { transactionBase } = node.chain.specOf(stored).parameters;
			// Less than every transaction costs stands for no limit, as in go-ethereum.
			const isLimited = request.gas !== undefined && request.gas >= BigInt(transactionBase);
			let maxGas = isLimited ? request.gas : stored.block.header.gasLimit;
			if (maxGas > node.settings.callGasLimit) maxGas = node.settings.callGasLimit;
			const call = await prepareCall(node, { ...request, gas: maxGas }, name, state, block);
			const gas = await runPrepared(node, call, (machine) =>
				estimateGas(machine, call.place, call.transaction, call.sender, node.options.abi),
			);
			return toQuantity(gas);
		},
	),
	method(
		"eth_createAccessList",
		[callRequest, latestByDefault, optional(stateOverrides)],
		async ({ node }, request, name, state) => {
			const withList = { ...request, accessList: request.accessList ?? [] };
			const call = await prepareCall(node, withList, name, state);
			const { transaction } = call;
			if (transaction.type === 0) throw new RpcError("invalidParameters", "a legacy transaction has no access list");
			const { accessList, result } = await runPrepared(node, call, (machine) =>
				createAccessList(machine, call.place, transaction, call.sender),
			);
			const error =
				result.status === "success"
					? undefined
					: result.status === "revert"
						? describeRevert(result.output)
						: describeHalt(result.reason);
			return {
				accessList: encodeAccessList(accessList),
				gasUsed: toQuantity(result.gasUsed),
				...(error !== undefined && { error }),
			};
		},
	),
	method("eth_fillTransaction", [transactionRequest], async ({ node }, request) => {
		const { transaction, sidecar } = await fillTransaction(node, request, senderOf(request), true);
		// Encoded as go-ethereum does what nobody has signed.
		const body = encodeTransaction({ ...transaction, signature: { r: 0n, s: 0n, v: 0n } });
		const { blockHash, blockNumber, blockTimestamp, transactionIndex, ...fields } = encodeTransactionJson(
			transaction,
			hashEncoded(body),
			senderOf(request),
			undefined,
		);
		return { raw: bytesToHex(sidecar === undefined ? body : encodeSentTransaction(body, sidecar)), tx: fields };
	}),
];
