// Signs a transaction, executes it, and sends it again: a nonce counts once.
import { createEvm, MemoryState, signTransaction } from "@evmore/evm";
import { privateKeyToAddress } from "@evmore/evm/crypto";
import { encodeTransaction, hashTransaction } from "@evmore/evm/tx";

const privateKey = new Uint8Array(32).fill(1);
const sender = privateKeyToAddress(privateKey);
const recipient = "0x00000000000000000000000000000000000000bb";

const state = new MemoryState({ [sender]: { balance: 10n ** 18n } });
const evm = createEvm({ fork: "Osaka", state, chainId: 1, block: { number: 1n, baseFee: 7n } });

const transaction = signTransaction(
	{
		type: 2,
		chainId: 1n,
		nonce: 0n,
		gasLimit: 21_000n,
		maxFeePerGas: 20n,
		maxPriorityFeePerGas: 2n,
		to: recipient,
		value: 1_000n,
		data: new Uint8Array(),
		accessList: [],
		signature: undefined,
	},
	privateKey,
);
const encoded = encodeTransaction(transaction);
console.log("transaction", hashTransaction(transaction), `${encoded.length} bytes`);

const first = evm.transact(encoded);
if (first.status !== "refused") console.log(first.status, `${first.gasUsed} gas at ${first.effectiveGasPrice} wei`);
console.log("the recipient has", state.getAccount(recipient)?.balance, "wei");

// A transaction that must not be executed is no error: it answers why, and changes nothing.
const second = evm.transact(encoded);
console.log(second.status, second.status === "refused" ? second.exception : "");
