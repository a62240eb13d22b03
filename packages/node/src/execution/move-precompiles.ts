import type { Address, Spec } from "@evmore/evm";
import type { PrecompileMoves } from "@evmore/evm/evm";
import { RpcError } from "../errors/rpc-error.js";
import type { AccountEdit } from "../state/edit-account.js";

/** An account that is different for a call. */
export interface AccountOverride extends AccountEdit {
	/** The precompiled contract that stands here stands there instead. */
	readonly movePrecompileToAddress?: Address;
}

/** The accounts that are different for a call, in the order given. */
export type StateOverrides = ReadonlyMap<Address, AccountOverride>;

/**
 * Where precompiled contracts stand under these overrides. As in go-ethereum, whatever is overridden about the account of one
 * makes it an ordinary account. The account a contract is moved to keeps what it has.
 *
 * @returns undefined: where the rules have them
 * @throws {RpcError} a move is none that execution-apis allow
 */
export function movePrecompiles(spec: Spec, overrides: StateOverrides): PrecompileMoves | undefined {
	const moves = new Map<Address, number>();
	const targets = new Set<Address>();
	for (const [address, { movePrecompileToAddress: target }] of overrides) {
		const number = numberOf(spec, address);
		if (target !== undefined) {
			if (number === undefined) throw new RpcError("serverError", `account ${address} is not a precompile`);
			if (target === address) {
				throw new RpcError("movedPrecompileToItself", `MovePrecompileToAddress of ${address} referenced itself`);
			}
			if (targets.has(target)) {
				throw new RpcError("movedPrecompileTwice", `multiple MovePrecompileToAddress referencing ${target}`);
			}
			if (overrides.has(target)) throw new RpcError("serverError", `account ${target} is already overridden`);
			targets.add(target);
			moves.set(target, number);
		}
		if (number !== undefined) moves.set(address, 0);
	}
	return moves.size === 0 ? undefined : moves;
}

function numberOf({ precompiles }: Spec, address: Address): number | undefined {
	// Beyond 2^53 several addresses would be one number.
	const number = BigInt(address);
	return number <= 0xffffn && precompiles.has(Number(number)) ? Number(number) : undefined;
}
