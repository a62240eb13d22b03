import { type Address, type Hash, hexToBytes, type Spec } from "@evmore/evm";
import {
	encodeTransaction,
	maxCost,
	maxGasPrice,
	signedHash,
	type Transaction,
	validateSender,
	validateTransaction,
} from "@evmore/evm/tx";
import { RpcError } from "../errors/rpc-error.js";
import { refusedTransaction } from "../errors/transaction-fault.js";
import { estimateGas } from "../execution/estimate-gas.js";
import { buildTransaction, type TransactionRequest, typeOf } from "../execution/transaction-request.js";
import { type BlobSidecar, checkSidecar, decodeSentTransaction } from "../pool/blob-sidecar.js";
import { hashEncoded, type PooledTransaction } from "../pool/transaction-pool.js";
import { verifyBlobs } from "../pool/verify-blobs.js";
import type { DevNode } from "./dev-node.js";
import { makeSidecar } from "./make-sidecar.js";
import { defaultPriorityFee } from "./node-options.js";
import { proofVersion } from "./proof-version.js";

const insufficientFunds = "TransactionException.INSUFFICIENT_ACCOUNT_FUNDS";

/**
 * Fills in what a request leaves open: nonce, fees, gas; commitments and proofs of blobs.
 *
 * @param isForOthers - whether others will see the proofs. For itself this node makes those that are made fast: one per blob, not
 *   one per cell
 */
export async function fillTransaction(
	node: DevNode,
	request: TransactionRequest,
	sender: Address,
	isForOthers = false,
): Promise<{ readonly transaction: Transaction; readonly sidecar: BlobSidecar | undefined }> {
	const spec = node.miner.nextSpec;
	const type = typeOf(request, spec);
	const version = isForOthers || request.proofs !== undefined ? proofVersion(spec) : 0;
	const sidecar = type === 3 ? await makeSidecar(request, version) : undefined;
	const baseFee = node.miner.nextBaseFee;
	const priorityFee = request.maxPriorityFeePerGas ?? minimum(defaultPriorityFee, request.maxFeePerGas);
	const defaults = {
		gas: node.miner.settings.gasLimit,
		nonce: node.pool.nextNonce(sender, await node.miner.nonceOf(sender)),
		chainId: node.chain.chainId,
		gasPrice: maximum(baseFee + defaultPriorityFee, node.settings.minGasPrice),
		maxFeePerGas: baseFee * 2n + priorityFee,
		maxPriorityFeePerGas: priorityFee,
		maxFeePerBlobGas: (node.miner.nextBlobBaseFee ?? 0n) * 2n,
	};
	const hashes = sidecar?.hashes ?? request.blobVersionedHashes;
	const transaction = buildTransaction({ ...request, blobVersionedHashes: hashes }, defaults, type);
	if (request.gas !== undefined) return { transaction, sidecar: sidecar?.sidecar };
	const pending = await node.resolveBlock("pending");
	const place = node.placeOf(pending!);
	const gasLimit = await node.machines.run(place.spec, place.state, (machine) =>
		estimateGas(machine, place, transaction, sender, node.options.abi),
	);
	return { transaction: { ...transaction, gasLimit }, sidecar: sidecar?.sidecar };
}

/** Signs what a request describes and sends it: for accounts of this node, and impersonated ones. */
export async function sendRequest(node: DevNode, request: TransactionRequest): Promise<Hash> {
	const sender = request.from ?? node.accounts.addresses[0];
	if (sender === undefined) throw new RpcError("invalidParameters", 'missing "from"');
	return node.exclusively(() => {
		// A key is asked for first: nothing is worked out for a sender that cannot send.
		node.accounts.requireSigner(sender);
		return submitRequest(node, request, sender);
	});
}

/** Sends what a request describes in the name of its sender, whoever that is. */
export async function sendUnsigned(node: DevNode, request: TransactionRequest): Promise<Hash> {
	const sender = request.from;
	if (sender === undefined) throw new RpcError("invalidParameters", 'missing "from"');
	return node.exclusively(() => submitRequest(node, request, sender));
}

/** For those that have the turn. */
async function submitRequest(node: DevNode, request: TransactionRequest, sender: Address): Promise<Hash> {
	const isImpersonated = !node.accounts.has(sender);
	const { transaction, sidecar } = await fillTransaction(node, request, sender);
	const signed = node.accounts.markSender(sender, transaction);
	const bytes = encodeTransaction(signed);
	return submit(node, { transaction: signed, bytes, hash: hashEncoded(bytes), sender, sidecar, isImpersonated });
}

/** Sends a signed transaction, with its blobs if it has any. */
export async function sendRaw(node: DevNode, given: Uint8Array): Promise<Hash> {
	const sent = decodeSentTransaction(given);
	const { transaction, bytes } = sent;
	const spec = node.miner.nextSpec;
	const sidecar =
		transaction.type === 3 ? await readSidecar(sent.sidecar, transaction.blobVersionedHashes, spec) : undefined;
	const signed = signedHash(transaction, spec);
	if (signed === undefined) throw refusedTransaction("TransactionException.INVALID_SIGNATURE_VRS");
	const recovery = node.beginRecovery(signed);
	const hash = hashEncoded(bytes);
	return node.exclusively(async () => {
		const sender = await recovery.take();
		if (sender === undefined) throw refusedTransaction("TransactionException.INVALID_SIGNATURE_VRS");
		return submit(node, { transaction, bytes, hash, sender, sidecar, isImpersonated: false });
	});
}

/**
 * The sidecar that came with a transaction. Most clients' libraries still make a proof per blob where proofs of cells (EIP-7594) are
 * asked for; go-ethereum takes that and makes the others for its peers. This node has none: nobody would ever see them.
 */
async function readSidecar(sent: BlobSidecar | undefined, hashes: readonly Hash[], spec: Spec): Promise<BlobSidecar> {
	if (sent === undefined) throw new RpcError("serverError", "missing sidecar in blob transaction");
	const wanted = proofVersion(spec);
	checkSidecar(sent, hashes, sent.version === 0 ? 0 : wanted);
	await verifyBlobs(sent);
	return sent;
}

/** Puts a transaction into the pool, and mines it when that is what the node does. For those that have the turn. */
async function submit(node: DevNode, pooled: PooledTransaction): Promise<Hash> {
	await admit(node, pooled);
	node.pool.add(pooled);
	const { sender, transaction, hash, sidecar } = pooled;
	if (sidecar !== undefined && transaction.type === 3) node.blobs.add(transaction.blobVersionedHashes, sidecar.blobs);
	const isReady = node.pool.nextNonce(sender, await node.miner.nonceOf(sender)) > transaction.nonce;
	// Those with the nonces that follow waited for this one.
	if (isReady) for (const ready of node.pool.announce(sender, transaction.nonce)) node.events.emit("pending", ready);
	if (node.automine && isReady) {
		try {
			await node.prefetching(transaction, sender, () => node.mineNow());
		} catch (error) {
			// The client is told that nothing was changed: it must not be mined later.
			node.pool.remove(hash);
			throw error;
		}
	}
	return hash;
}

/** @throws {RpcError} the transaction cannot become part of the next blocks */
async function admit(node: DevNode, { transaction, sender, isImpersonated, hash }: PooledTransaction): Promise<void> {
	const spec = node.miner.nextSpec;
	if (node.pool.get(hash) !== undefined) throw new RpcError("serverError", "already known");
	const state = node.chain.stateOf(node.chain.head);
	const account = await state.getAccount(sender);
	const nonce = account?.nonce ?? 0n;
	const balance = account?.balance ?? 0n;
	if (node.chain.transactionPlace(hash) !== undefined) {
		// What is wrong with its fees now is of no interest. Where a nonce was set back, it would be in the chain twice.
		throw transaction.nonce < nonce ? nonceTooLow(transaction, nonce) : new RpcError("serverError", "already known");
	}
	const baseFee = node.miner.nextBaseFee;
	const fault = validateTransaction(transaction, spec, {
		chainId: node.chain.chainId,
		// Where nothing is mined at once, a fee that is too low today may do tomorrow.
		baseFee: node.automine ? baseFee : 0n,
		blobBaseFee: node.automine && transaction.type === 3 ? (node.miner.nextBlobBaseFee ?? 0n) : 0n,
		gasAvailable: node.miner.settings.gasLimit,
	});
	if (fault !== undefined) {
		const details = /INSUFFICIENT_MAX_FEE_PER_GAS/.test(fault)
			? `address ${sender}, maxFeePerGas: ${maxGasPrice(transaction)}, baseFee: ${baseFee}`
			: "";
		throw refusedTransaction(fault, details);
	}
	if ((transaction.type === 0 || transaction.type === 1) && transaction.gasPrice < node.settings.minGasPrice) {
		throw new RpcError("serverError", `transaction underpriced: gas price below ${node.settings.minGasPrice}`);
	}
	if (transaction.nonce < nonce) throw nonceTooLow(transaction, nonce);
	const code = account === undefined ? hexToBytes("0x") : await state.getCode(account.codeHash, sender);
	const leniency = { anyNonce: true, anySender: isImpersonated };
	const senderFault = validateSender(transaction, spec, { nonce, balance, code }, leniency);
	if (senderFault === undefined) {
		if (node.settings.checksPoolBalances) checkPooledCosts(node, sender, transaction, nonce, balance);
		return;
	}
	if (senderFault === insufficientFunds && !node.settings.checksPoolBalances) return;
	const cost = maxCost(transaction, spec);
	const details =
		balance < cost ? `balance ${balance}, tx cost ${cost}, overshot ${cost - balance}` : `address ${sender}`;
	throw refusedTransaction(senderFault, details);
}

/**
 * A sender has to be able to pay all that it has in the pool and that can be executed: what it cannot would vanish when it is mined.
 *
 * @throws {RpcError} in go-ethereum's words
 */
function checkPooledCosts(
	{ pool, miner }: DevNode,
	sender: Address,
	transaction: Transaction,
	accountNonce: bigint,
	balance: bigint,
): void {
	const spec = miner.nextSpec;
	const queued = pool.costOf(sender, accountNonce, spec);
	const cost = maxCost(transaction, spec);
	const replaced =
		transaction.nonce < pool.nextNonce(sender, accountNonce) ? pool.at(sender, transaction.nonce) : undefined;
	const more = replaced === undefined ? cost : cost - maxCost(replaced.transaction, spec);
	const overshot = queued + more - balance;
	if (overshot <= 0n) return;
	const what = replaced === undefined ? "tx cost" : "tx bumped";
	const details = `balance ${balance}, queued cost ${queued}, ${what} ${more}, overshot ${overshot}`;
	throw refusedTransaction(insufficientFunds, details);
}

function nonceTooLow(transaction: Transaction, next: bigint): RpcError {
	const details = `next nonce ${next}, tx nonce ${transaction.nonce}`;
	return refusedTransaction("TransactionException.NONCE_MISMATCH_TOO_LOW", details);
}

function minimum(a: bigint, b: bigint | undefined): bigint {
	return b === undefined || a < b ? a : b;
}

function maximum(a: bigint, b: bigint): bigint {
	return a > b ? a : b;
}
