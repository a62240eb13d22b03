import { zeroAddress } from "../bytes/address.js";
import { concatBytes, emptyBytes } from "../bytes/bytes.js";
import { hexToBytes } from "../bytes/hex.js";
import { AccountFlag } from "../engine/abi.js";
import type { Machine } from "../evm/machine.js";
import type { Task } from "../evm/task.js";
import { recoverAuthority } from "../tx/authorization.js";
import type { Authorization } from "../tx/transaction.js";

const delegationPrefix = Uint8Array.of(0xef, 0x01, 0x00);

/**
 * Gives authorities the code they asked for (EIP-7702), before the message runs and whatever becomes of it. An
 * authorization that is not good is passed over.
 */
export function* applyAuthorizations(
	machine: Machine,
	authorizations: readonly Authorization[],
	chainId: bigint,
): Task<void> {
	const { kernel, spec } = machine;
	const { functions } = kernel;
	const { authorization: price, authorizationBase } = spec.parameters;
	let refund = functions.getRefund();
	for (const authorization of authorizations) {
		if (authorization.chainId !== 0n && authorization.chainId !== chainId) continue;
		const authority = recoverAuthority(authorization);
		if (authority === undefined) continue;
		const record = machine.findAccount(authority);
		functions.warmAccount(record);
		while (!machine.ensureAccount(record) || !machine.ensureCode(record)) {
			yield Promise.all(machine.takeWaiting());
		}
		const code = machine.codeOf(record);
		const delegates = code.length === 23 && delegationPrefix.every((byte, index) => byte === code[index]);
		if (code.length > 0 && !delegates) continue;
		if (machine.nonceOf(record) !== authorization.nonce) continue;
		if (machine.flagsOf(record) & AccountFlag.exists) refund += BigInt(price - authorizationBase);
		const next =
			authorization.address === zeroAddress
				? emptyBytes
				: concatBytes(delegationPrefix, hexToBytes(authorization.address));
		functions.setCode(record, machine.installCode(next));
		functions.touch(record);
		functions.setNonce(record, authorization.nonce + 1n);
	}
	functions.setRefund(refund);
}
