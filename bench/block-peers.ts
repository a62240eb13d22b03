import { createBlockFromRLP } from "@ethereumjs/block";
import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { MerkleStateManager } from "@ethereumjs/statemanager";
import {
	Account,
	createAddressFromString,
	setLengthLeft,
	hexToBytes as toBytes,
	bytesToHex as toHex,
	unpadBytes,
} from "@ethereumjs/util";
import { createVM, runBlock, type VM } from "@ethereumjs/vm";
import {
	BlockExecution,
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	decodeBlock,
} from "@evmore/evm/block";
import { concatBytes, hexToBytes } from "@evmore/evm/bytes";
import { sha256 } from "@evmore/evm/crypto";
import { Machine, runSync } from "@evmore/evm/evm";
import { getPrecompile, type Precompile } from "@evmore/evm/precompiles";
import { mainnet, resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import { recoverSender } from "@evmore/evm/tx";
import type { BlockInput } from "./block-input.js";
import { cpuTimeMs } from "./cpu-clock.js";

/** One execution of a block: milliseconds of the processor's time, and what came of it. */
export interface BlockTiming {
	/** Recovering who signed. */
	readonly sendersMs: number;
	/** Transactions, system calls, receipts and all roots. */
	readonly executionMs: number;
	readonly gasUsed: bigint;
	readonly receiptsRoot: string;
	/** Of the accounts that the file lists, which is the same for all. */
	readonly stateRoot: string;
}

/** Who executes a block, from the same state each time. */
export interface BlockPeer {
	readonly name: string;
	run(): Promise<BlockTiming>;
}

export function createEvmoreBlockPeer(input: BlockInput, engine: "auto" | "interpreter"): BlockPeer {
	const spec = resolveSpec(input.fork);
	const machine = new Machine(spec, new MemoryState(), engine);
	return {
		name: engine === "auto" ? "evmore" : "evmore, interpreter",
		run() {
			const state = createState(input);
			// Tries as they are after the parent.
			state.stateRoot();
			machine.setDatabase(state);
			const block = decodeBlock(hexToBytes(input.blockRlp));
			const start = cpuTimeMs();
			const senders = block.transactions.map((transaction) => recoverSender(transaction, spec)!);
			const recovered = cpuTimeMs();
			const execution = new BlockExecution(machine, block.header, {
				network: mainnet,
				blockHash: (number) => input.blockHashes[String(number)],
				commit: (changes) => state.applyChanges(changes),
				stateRoot: () => state.stateRoot(),
			});
			runSync(execution.begin());
			for (const [index, transaction] of block.transactions.entries()) {
				const result = runSync(execution.execute(transaction, senders[index]!));
				if (result.status === "refused") throw new Error(`transaction ${index}: ${result.exception}`);
			}
			const outcome = runSync(execution.finish(block.ommers, block.withdrawals));
			if ("status" in outcome) throw new Error(outcome.exception);
			const receiptsRoot = computeReceiptsRoot(outcome.receipts);
			computeTransactionsRoot(block.transactionBytes);
			computeWithdrawalsRoot(block.withdrawals ?? []);
			const executionMs = cpuTimeMs() - recovered;
			const { gasUsed, stateRoot } = outcome;
			return Promise.resolve({ sendersMs: recovered - start, executionMs, gasUsed, receiptsRoot, stateRoot });
		},
	};
}

function createState({ pre }: BlockInput): MemoryState {
	const state = new MemoryState();
	for (const [address, account] of Object.entries(pre)) {
		if (account === null) continue;
		const [nonce, balance] = [BigInt(account.nonce), BigInt(account.balance)];
		state.setAccount(address as `0x${string}`, {
			nonce,
			balance,
			code: hexToBytes(account.code ?? "0x"),
			storage: Object.entries(account.storage).map(([slot, value]) => [BigInt(slot), BigInt(value)] as const),
		});
		if (account.code !== null) continue;
		const change = { address: address as `0x${string}`, account: { nonce, balance, codeHash: account.codeHash! } };
		state.applyChanges([{ ...change, code: undefined, storageCleared: false, storage: new Map() }]);
	}
	return state;
}

const hardforks: Readonly<Record<string, string>> = {
	Cancun: Hardfork.Cancun,
	Prague: Hardfork.Prague,
	BPO2: Hardfork.Bpo2,
};

/** @ethereumjs/vm with its Merkle state, and no check of what it need not check: the state root is not mainnet's. */
export async function createEthereumjsBlockPeer(input: BlockInput): Promise<BlockPeer> {
	const common = new Common({
		chain: Mainnet,
		hardfork: hardforks[input.fork]!,
		customCrypto: { kzg: kzg as unknown as NonNullable<Common["customCrypto"]["kzg"]> },
	});
	const stateManager = new MerkleStateManager({ common });
	await fillState(stateManager, input);
	const root = await stateManager.getStateRoot();
	const vm = await createVM({ common, stateManager, blockchain: createHashes(input) });
	return {
		name: "@ethereumjs/vm",
		async run() {
			// A block remembers who signed.
			const block = createBlockFromRLP(toBytes(input.blockRlp), { common, freeze: true });
			const start = cpuTimeMs();
			for (const transaction of block.transactions) transaction.getSenderAddress();
			const recovered = cpuTimeMs();
			const result = await runBlock(vm, {
				block,
				root,
				generate: true,
				skipBlockValidation: true,
				skipHeaderValidation: true,
				skipHardForkValidation: true,
			});
			return {
				sendersMs: recovered - start,
				executionMs: cpuTimeMs() - recovered,
				gasUsed: result.gasUsed,
				receiptsRoot: toHex(result.receiptsRoot),
				stateRoot: toHex(result.stateRoot),
			};
		},
	};
}

const kzgContract: Precompile = getPrecompile(resolveSpec("Cancun").precompiles.get(10)!);

/** Its proofs are verified by evmore, so that their time is the same for both. It has no library for that of its own. */
const kzg = {
	verifyProof(commitment: string, z: string, y: string, proof: string): boolean {
		const [point, ...others] = [commitment, z, y, proof].map((hex) => toBytes(hex as `0x${string}`));
		const hash = sha256(point!);
		hash[0] = 1;
		const [at, value, proofPoint] = others;
		return kzgContract.run(concatBytes(hash, at!, value!, point!, proofPoint!)) !== undefined;
	},
};

async function fillState(stateManager: MerkleStateManager, { pre }: BlockInput): Promise<void> {
	for (const [text, account] of Object.entries(pre)) {
		if (account === null) continue;
		const address = createAddressFromString(text);
		const codeHash = account.code === null ? { codeHash: toBytes(account.codeHash!) } : undefined;
		await stateManager.putAccount(
			address,
			new Account(BigInt(account.nonce), BigInt(account.balance), undefined, codeHash?.codeHash),
		);
		if (account.code !== null && account.code !== "0x") await stateManager.putCode(address, toBytes(account.code));
		for (const [slot, value] of Object.entries(account.storage)) {
			if (BigInt(value) !== 0n) await stateManager.putStorage(address, word(slot), unpadBytes(word(value)));
		}
	}
	await stateManager.flush();
}

function word(hex: string): Uint8Array {
	const digits = hex.slice(2);
	return setLengthLeft(toBytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`), 32);
}

/** A chain of nothing but hashes. */
function createHashes({ blockHashes }: BlockInput): VM["blockchain"] {
	const chain = {
		getBlock: (number: number | bigint) => Promise.resolve({ hash: () => toBytes(blockHashes[String(number)]!) }),
		putBlock: () => Promise.resolve(),
		shallowCopy: () => chain,
	};
	return chain as unknown as VM["blockchain"];
}
