import { type Address, bytesToHex, hexToBytes, zeroAddress } from "@evmore/evm";
import { LayeredState, type Step, type Tracer } from "@evmore/evm/trace";
import type { Transaction } from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import { type ExecutionPlace, executeInPlace } from "../execution/execution-place.js";
import { describeEdit } from "../state/edit-account.js";
import type { DevNode } from "./dev-node.js";

const sload = 0x54;

/**
 * Sets what a token answers to a question about an account: finds the storage slot that the answer comes from, and writes it.
 *
 * @param data - the call that asks, such as `balanceOf(account)`
 * @throws {RpcError} no single slot decides the answer
 */
export async function setTokenAnswer(node: DevNode, token: Address, data: Uint8Array, value: bigint): Promise<void> {
	const place = node.placeOf((await node.resolveBlock("latest"))!);
	const slots: { readonly address: Address; readonly slot: bigint }[] = [];
	const collector: Tracer = {
		step(step: Step): void {
			if (step.opcode === sload && step.stackHeight > 0) slots.push({ address: step.address, slot: step.peek(0) });
		},
	};
	await ask(node, place, token, data, collector);
	// The last slot read is most likely the one: what comes before leads to it.
	for (const { address, slot } of slots.reverse()) {
		const state = new LayeredState(place.state);
		const storageDiff = new Map([[slot, value]]);
		state.applyChanges([await describeEdit(state, address, { storageDiff })]);
		if ((await ask(node, { ...place, state }, token, data)) === value) {
			return node.editAccounts([[address, { storageDiff }]]);
		}
	}
	throw new RpcError("serverError", `no storage slot of ${token} was found that holds the amount`);
}

/** What the token answers; undefined: it fails, or answers no number. */
async function ask(
	node: DevNode,
	place: ExecutionPlace,
	token: Address,
	data: Uint8Array,
	tracer?: Tracer,
): Promise<bigint | undefined> {
	const transaction: Transaction = {
		type: 0,
		chainId: undefined,
		nonce: 0n,
		gasPrice: 0n,
		gasLimit: node.settings.callGasLimit,
		to: token,
		value: 0n,
		data,
		signature: undefined,
	};
	const result = await node.machines.run(place.spec, place.state, (machine) =>
		executeInPlace(machine, place, transaction, zeroAddress, { tracer }),
	);
	return result.status === "success" && result.output.length === 32 ? BigInt(bytesToHex(result.output)) : undefined;
}

/** The input of a call with addresses for parameters. */
export function encodeQuestion(selector: string, ...addresses: readonly Address[]): Uint8Array {
	return hexToBytes(`${selector}${addresses.map((address) => address.slice(2).padStart(64, "0")).join("")}`);
}
