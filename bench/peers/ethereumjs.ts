import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { createEVM, type EVM, type EVMRunCallOpts } from "@ethereumjs/evm";
import { Account, bytesToHex, createAddressFromString, hexToBytes, setLengthLeft } from "@ethereumjs/util";
import type { Outcome, Program } from "../program.js";
import type { Peer } from "./peer.js";

const hardforks = { Prague: Hardfork.Prague, Osaka: Hardfork.Osaka };

/** @ethereumjs/evm in this process, with its own state manager. */
export class EthereumjsPeer implements Peer {
	readonly name = "ethereumjs";
	#evm: EVM | undefined;
	#call: EVMRunCallOpts = {};

	async load(program: Program): Promise<Outcome> {
		const common = new Common({ chain: Mainnet, hardfork: hardforks[program.fork] });
		const evm = await createEVM({ common });
		this.#evm = evm;
		for (const [text, account] of Object.entries(program.accounts)) {
			const address = createAddressFromString(text);
			await evm.stateManager.putAccount(address, new Account(BigInt(account.nonce), BigInt(account.balance)));
			if (account.code !== "0x") await evm.stateManager.putCode(address, hexToBytes(account.code as `0x${string}`));
			for (const [slot, value] of Object.entries(account.storage)) {
				await evm.stateManager.putStorage(address, word(slot), minimal(value));
			}
		}
		const { block } = program;
		const header = {
			number: BigInt(block.number),
			coinbase: createAddressFromString(block.coinbase),
			timestamp: BigInt(block.timestamp),
			difficulty: 0n,
			prevRandao: word(block.prevRandao),
			gasLimit: BigInt(block.gasLimit),
			baseFeePerGas: BigInt(block.baseFee),
			getBlobGasPrice: () => 1n,
		};
		this.#call = {
			caller: createAddressFromString(program.from),
			origin: createAddressFromString(program.from),
			to: createAddressFromString(program.to),
			data: hexToBytes(program.data as `0x${string}`),
			value: BigInt(program.value),
			gasLimit: BigInt(program.gas),
			block: { header },
		};
		const { execResult } = await this.#runOnce();
		const { exceptionError } = execResult;
		return {
			status: exceptionError === undefined ? "success" : exceptionError.error === "revert" ? "revert" : "halt",
			gasUsed: Number(execResult.executionGasUsed),
			output: bytesToHex(execResult.returnValue),
		};
	}

	/** A call as a transaction would make it: the parties are warm; its changes are taken back. */
	async #runOnce(): ReturnType<EVM["runCall"]> {
		const evm = this.#evm!;
		const { journal } = evm;
		for (const address of evm.precompiles.keys()) journal.addAlwaysWarmAddress(address);
		const { caller, to, block } = this.#call;
		for (const address of [caller!, to!, block!.header.coinbase]) {
			journal.addAlwaysWarmAddress(bytesToHex(address.bytes).slice(2));
		}
		await journal.checkpoint();
		const result = await evm.runCall({ ...this.#call, gasRefund: 0n });
		await journal.revert();
		journal.cleanJournal();
		evm.transientStorage.clear();
		return result;
	}

	async run(iterations: number): Promise<number> {
		const start = process.hrtime.bigint();
		for (let i = 0; i < iterations; i++) await this.#runOnce();
		return Number(process.hrtime.bigint() - start) / iterations;
	}

	close(): void {}
}

function word(hex: string): Uint8Array {
	return setLengthLeft(minimal(hex), 32);
}

/** A number's bytes without leading zeros. */
function minimal(hex: string): Uint8Array {
	const digits = BigInt(hex).toString(16);
	return hexToBytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`);
}
