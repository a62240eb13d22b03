import type { Address } from "../bytes/address.js";
import { LibraryNotLoadedError } from "../crypto/library.js";
import { secp256k1Library } from "../crypto/secp256k1.js";
import type { Task } from "../evm/task.js";
import type { Spec } from "../spec/spec.js";
import { recoverSender } from "../tx/sender.js";
import type { Transaction } from "../tx/transaction.js";

/** Who signed the transaction, undefined when nobody did; loads the curve's library when it has to. */
export function* recoverTransactionSender(tx: Transaction, spec: Spec): Task<Address | undefined> {
	try {
		secp256k1Library.get();
	} catch (error) {
		if (!(error instanceof LibraryNotLoadedError)) throw error;
		yield secp256k1Library.load();
	}
	return recoverSender(tx, spec);
}
