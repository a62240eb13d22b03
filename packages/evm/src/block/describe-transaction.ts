import type { Address } from "../bytes/address.js";
import type { Machine } from "../evm/machine.js";
import type { TransactionAbout } from "../trace/tracer.js";
import { recoverAuthority } from "../tx/authorization.js";
import type { Transaction } from "../tx/transaction.js";
import { creationAddress } from "./execute-transaction.js";

/** What tracers are told of a transaction before it starts. */
export function describeTransaction(
	machine: Machine,
	tx: Transaction,
	sender: Address,
	coinbase: Address,
): TransactionAbout {
	return {
		from: sender,
		to: tx.to ?? creationAddress(machine, machine.findAccount(sender), tx.nonce),
		creates: tx.to === undefined,
		gasLimit: tx.gasLimit,
		coinbase,
		// Recovered when somebody asks: that costs more than most of what tracers do.
		get authorities() {
			const authorizations = tx.type === 4 ? tx.authorizationList : [];
			return authorizations.map(recoverAuthority).filter((authority) => authority !== undefined);
		},
	};
}
