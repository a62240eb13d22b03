import { Common, Mainnet } from "@ethereumjs/common";
import { createEVM, type EVM, type EVMResult } from "@ethereumjs/evm";
import { SimpleStateManager } from "@ethereumjs/statemanager";
import { Account, bytesToHex, createAddressFromString, setLengthLeft } from "@ethereumjs/util";
import { sender } from "./accounts.js";
import { forkIndex, fuzzForks } from "./forks.js";
import { fuzzBlock, fuzzBlockHash } from "./fuzz-block.js";
import { assembleItems } from "./item.js";
import { toWord } from "./operands.js";
import { describeAccount, type MessageOutcome, type Outcome } from "./outcome.js";
import { type FuzzMessage, type FuzzProgram, toHex } from "./program.js";

const shanghai = forkIndex("Shanghai");
const cancun = forkIndex("Cancun");

/** What `stateManager` and `journal` of the class are inside: a new state for each program, one EVM for each fork. */
interface Internals {
	stateManager: SimpleStateManager;
	journal: { stateManager: SimpleStateManager };
	transientStorage: { clear(): void };
}

const machines = new Map<number, EVM>();

async function machineFor(fork: number): Promise<EVM> {
	let evm = machines.get(fork);
	if (evm === undefined) {
		const common = new Common({ chain: Mainnet, hardfork: fuzzForks[fork]!.hardfork });
		const getBlock = async (number: number): Promise<{ hash(): Uint8Array }> => ({
			hash: () => fuzzBlockHash(BigInt(number)),
		});
		const blockchain = { getBlock, putBlock: async () => {}, shallowCopy: () => blockchain };
		evm = await createEVM({ common, blockchain });
		machines.set(fork, evm);
	}
	return evm;
}

function wordBytes(value: bigint): Uint8Array {
	return setLengthLeft(minimalBytes(value), 32);
}

function minimalBytes(value: bigint): Uint8Array {
	const digits = value.toString(16);
	return Uint8Array.from(Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex"));
}

const header = {
	number: fuzzBlock.number,
	coinbase: createAddressFromString(fuzzBlock.coinbase),
	timestamp: fuzzBlock.timestamp,
	difficulty: fuzzBlock.difficulty,
	prevRandao: wordBytes(fuzzBlock.prevRandao),
	gasLimit: fuzzBlock.gasLimit,
	baseFeePerGas: fuzzBlock.baseFee,
	getBlobGasPrice: () => fuzzBlock.blobBaseFee,
};

/** Runs a program on @ethereumjs/evm, doing around each message what @ethereumjs/vm does around a transaction. */
export async function runEthereumjs(program: FuzzProgram): Promise<Outcome> {
	const evm = await machineFor(program.fork);
	const state = new SimpleStateManager({ common: evm.common });
	const internals = evm as unknown as Internals;
	internals.stateManager = state;
	internals.journal.stateManager = state;
	evm.journal.cleanJournal();
	for (const { address: text, balance, nonce, code, storage } of program.accounts) {
		const address = createAddressFromString(text);
		await state.putAccount(address, new Account(nonce, balance));
		if (code.length > 0) await state.putCode(address, assembleItems(code));
		for (const [slot, value] of storage) await state.putStorage(address, wordBytes(slot), minimalBytes(value));
	}
	const messages: MessageOutcome[] = [];
	for (const message of program.messages) {
		internals.transientStorage.clear();
		state.originalStorageCache.clear();
		const result = await runMessage(evm, program.fork, message);
		await finishTransaction(evm, state, program.fork, result);
		messages.push(readOutcome(evm, result, message));
	}
	return { messages, accounts: readAccounts(state) };
}

async function runMessage(evm: EVM, fork: number, { to, data, value, gas, isStatic }: FuzzMessage): Promise<EVMResult> {
	const { journal } = evm;
	journal.addAlwaysWarmAddress(sender);
	for (const precompile of evm.precompiles.keys()) journal.addAlwaysWarmAddress(precompile);
	if (to !== undefined) journal.addAlwaysWarmAddress(to);
	if (fork >= shanghai) journal.addAlwaysWarmAddress(fuzzBlock.coinbase);
	return evm.runCall({
		caller: createAddressFromString(sender),
		origin: createAddressFromString(sender),
		...(to === undefined ? {} : { to: createAddressFromString(to) }),
		data: assembleItems(data),
		value,
		gasLimit: gas,
		gasPrice: 10n,
		gasRefund: 0n,
		isStatic,
		skipNonceIncrement: to !== undefined,
		block: { header },
	});
}

/** Deletes what selfdestructed, and what was touched and is empty. */
async function finishTransaction(evm: EVM, state: SimpleStateManager, fork: number, result: EVMResult): Promise<void> {
	const { selfdestruct, createdAddresses } = result.execResult;
	for (const text of selfdestruct?.keys() ?? []) {
		if (fork >= cancun && !createdAddresses?.has(text)) continue;
		const address = createAddressFromString(text);
		await evm.journal.deleteAccount(address);
		// The manager keeps storage and code of deleted accounts.
		await state.clearStorage(address);
		topOf(state, "codeStack").delete(text);
	}
	await evm.journal.cleanup();
}

function topOf<T>(state: SimpleStateManager, stack: "accountStack" | "codeStack" | "storageStack"): Map<string, T> {
	return (state as unknown as Record<string, Map<string, T>[]>)[stack]!.at(-1)!;
}

function readOutcome(evm: EVM, { execResult, createdAddress }: EVMResult, { to }: FuzzMessage): MessageOutcome {
	const { exceptionError, executionGasUsed, returnValue, gasRefund, logs } = execResult;
	const reason = exceptionError?.error ?? "success";
	// It calls the failure of some precompiles a revert.
	const isPrecompile = to !== undefined && evm.precompiles.has(to.slice(2).toLowerCase());
	const isRevert = reason === "revert" && !isPrecompile;
	// Frontier creates an empty contract when the code cannot be paid for.
	const isSuccess = exceptionError === undefined || reason === "code store out of gas";
	return {
		status: isSuccess ? "success" : isRevert ? "revert" : "halt",
		gasUsed: executionGasUsed,
		output: isSuccess || isRevert ? toHex(returnValue) : "",
		refund: isSuccess ? (gasRefund ?? 0n) : 0n,
		createdAddress: isSuccess && to === undefined ? createdAddress?.toString() : undefined,
		logs: (logs ?? []).map(
			([address, topics, data]) =>
				`${bytesToHex(address)}:${topics.map((topic) => bytesToHex(topic)).join("")}:${toHex(data)}`,
		),
		reason,
	};
}

function readAccounts(state: SimpleStateManager): Map<string, string> {
	const storages = new Map<string, [bigint, bigint][]>();
	for (const [key, bytes] of topOf<Uint8Array>(state, "storageStack")) {
		const [address, slot] = key.split("_") as [string, string];
		const value = toWord(bytes);
		if (value === 0n) continue;
		const storage = storages.get(address) ?? [];
		storage.push([BigInt(slot), value]);
		storages.set(address, storage);
	}
	const accounts = new Map<string, string>();
	for (const [address, account] of topOf<Account | undefined>(state, "accountStack")) {
		if (account === undefined) continue;
		const code = toHex(topOf<Uint8Array>(state, "codeStack").get(address) ?? new Uint8Array());
		const storage = storages.get(address) ?? [];
		accounts.set(address, describeAccount({ balance: account.balance, nonce: account.nonce, code, storage }));
	}
	return accounts;
}
