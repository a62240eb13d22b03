import { type Hash, type Hex, MemoryState, parseAddress } from "@evmore/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { type JsonValue, TraceLimitError, type TracePlace, traceTransaction } from "@evmore/evm/trace";
import { intrinsicGas, type Transaction } from "@evmore/evm/tx";
import { sender } from "./accounts.js";
import type { Anvil } from "./anvil.js";
import { fuzzForks } from "./forks.js";
import { assembleItems } from "./item.js";
import { type FuzzMessage, type FuzzProgram, toHex } from "./program.js";

/** Gas of a message: more would only make traces long. */
const maxGas = 300_000n;
const gasPrice = 3_000_000_000n;
/** What is shown, most first; a trace that becomes too long is made again with less. */
const configs = [{ enableMemory: true, enableReturnData: true }, { enableReturnData: true }, {}];
/** anvil's answer is one text. */
const maxBytes = 32 << 20;

export interface StructLogs {
	readonly gas: number;
	readonly failed: boolean;
	readonly returnValue: string;
	readonly structLogs: readonly StructLog[];
}

export interface StructLog {
	readonly pc: number;
	readonly op: string;
	readonly gas: number;
	readonly gasCost: number;
	readonly depth: number;
	readonly error?: string;
	readonly stack?: readonly string[];
	readonly returnData?: string;
	readonly memory?: readonly string[];
	readonly storage?: Readonly<Record<string, string>>;
	readonly refund?: number;
}

/** Both traces of the first message of a program. */
export interface TracePair {
	readonly ours: StructLogs;
	readonly theirs: StructLogs;
	/** The transaction creates a contract, and has no initcode. */
	readonly isEmptyCreation: boolean;
}

const quantity = (value: bigint): string => `0x${value.toString(16)}`;
const word = (value: bigint): string => `0x${value.toString(16).padStart(64, "0")}`;

/** A program's first message as a transaction that anvil has mined, and the place where it was executed. */
export interface MinedTransaction {
	readonly hash: string;
	readonly transaction: Transaction;
	readonly place: TracePlace;
}

/** Has anvil mine the program's first message. The chain is as before afterwards. */
export async function withMined<T>(
	anvil: Anvil,
	program: FuzzProgram,
	use: (mined: MinedTransaction) => Promise<T>,
): Promise<T> {
	const snapshot = await anvil.ask<string>("evm_snapshot");
	try {
		return await use(await mine(anvil, program));
	} finally {
		await anvil.ask("evm_revert", snapshot);
	}
}

/** Traces the program's first message as a transaction here and there. */
export async function traceProgram(anvil: Anvil, program: FuzzProgram): Promise<TracePair> {
	return withMined(anvil, program, async ({ hash, transaction, place }) => {
		const { ours, config } = await traceOurs(place, transaction);
		const theirs = await anvil.ask<StructLogs>("debug_traceTransaction", hash, config);
		const isEmptyCreation = transaction.to === undefined && transaction.data.length === 0;
		return { ours: ours as unknown as StructLogs, theirs, isEmptyCreation };
	});
}

async function mine(anvil: Anvil, program: FuzzProgram): Promise<MinedTransaction> {
	const spec = resolveSpec(fuzzForks[program.fork]!.name);
	const state = new MemoryState();
	const setters: [string, ...unknown[]][] = [];
	for (const { address, balance, nonce, code, storage } of program.accounts) {
		const bytes = assembleItems(code);
		state.setAccount(parseAddress(address), { balance, nonce, code: bytes, storage });
		setters.push(["anvil_setBalance", address, quantity(balance)], ["anvil_setNonce", address, quantity(nonce)]);
		if (bytes.length > 0) setters.push(["anvil_setCode", address, `0x${toHex(bytes)}`]);
		for (const [slot, value] of storage) setters.push(["anvil_setStorageAt", address, word(slot), word(value)]);
	}
	await anvil.askAll(setters);
	const message = program.messages[0]!;
	const nonce = program.accounts.find(({ address }) => address === sender)!.nonce;
	const transaction = toTransaction(message, nonce, spec);
	const hash = await anvil.ask<string>("eth_sendTransaction", {
		from: sender,
		...(message.to !== undefined && { to: message.to }),
		data: `0x${toHex(transaction.data)}`,
		value: quantity(transaction.value),
		gas: quantity(transaction.gasLimit),
		gasPrice: quantity(gasPrice),
	});
	await waitForReceipt(anvil, hash);
	return { hash, transaction, place: await readPlace(anvil, spec, state) };
}

async function traceOurs(
	place: TracePlace,
	transaction: Transaction,
): Promise<{ readonly ours: JsonValue; readonly config: unknown }> {
	for (const config of configs) {
		try {
			const settings = { config, limits: { bytes: maxBytes } };
			return { ours: await traceTransaction(place, { transaction, sender: parseAddress(sender) }, settings), config };
		} catch (error) {
			if (!(error instanceof TraceLimitError)) throw error;
		}
	}
	throw new Error("the trace is too long");
}

/** anvil answers a transaction before it has mined it. */
async function waitForReceipt(anvil: Anvil, hash: string): Promise<void> {
	for (let wait = 1; (await anvil.ask("eth_getTransactionReceipt", hash)) === null; wait *= 2) {
		if (wait > 10_000) throw new Error(`anvil has not mined ${hash}`);
		await new Promise((resolve) => setTimeout(resolve, wait));
	}
}

function toTransaction(message: FuzzMessage, nonce: bigint, spec: ReturnType<typeof resolveSpec>): Transaction {
	const data = assembleItems(message.data);
	const to = message.to === undefined ? undefined : parseAddress(message.to);
	const fields = { nonce, to, data, value: message.value, gasPrice, chainId: undefined, signature: undefined };
	const transaction: Transaction = { ...fields, type: 0, gasLimit: 0n };
	const { intrinsic, floor } = intrinsicGas(transaction, spec);
	// Enough for the floor, too.
	return { ...transaction, gasLimit: intrinsic + floor + (message.gas < maxGas ? message.gas : maxGas) };
}

/** The block that anvil has just mined. */
async function readPlace(anvil: Anvil, spec: TracePlace["spec"], state: MemoryState): Promise<TracePlace> {
	const block = await anvil.ask<Record<string, Hex>>("eth_getBlockByNumber", "latest", false);
	const chainId = BigInt(await anvil.ask<string>("eth_chainId"));
	return {
		spec,
		state,
		chainId,
		block: {
			number: BigInt(block.number!),
			timestamp: BigInt(block.timestamp!),
			coinbase: parseAddress(block.miner!),
			gasLimit: BigInt(block.gasLimit!),
			baseFee: BigInt(block.baseFeePerGas ?? 0),
			difficulty: BigInt(block.difficulty ?? 0),
			prevRandao: BigInt(block.mixHash ?? 0),
			blobBaseFee: 1n,
		},
		async blockHash(number) {
			const earlier = await anvil.ask<{ hash: Hash } | null>("eth_getBlockByNumber", quantity(number), false);
			return earlier?.hash;
		},
	};
}
