import { bytesToHex, type Hex } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import type { EvmoreNode } from "@evmore/node";
import { NodeServer } from "@evmore/node/server";
import { encodeDeployData, encodeFunctionData, parseEther } from "viem";
import { Anvil } from "../differential/anvil.js";
import { compileCounter } from "./contracts.js";
import { askUrl } from "./node-process.js";

export const { abi, bytecode } = compileCounter();

/** Adds up its first 200 slots. */
export const wide: Hex = "0x00000000000000000000000000000000000000d0";
export const wideCode = bytesToHex(
	assemble(`
		PUSH0 PUSH0
	loop:
		DUP1 SLOAD DUP3 ADD SWAP2 POP
		PUSH 1 ADD DUP1 PUSH 200 EQ ISZERO PUSH @loop JUMPI
		POP PUSH0 MSTORE PUSH 32 PUSH0 RETURN
	`),
);

/** Answers the hash of the block whose number it is given. */
export const hashes: Hex = "0x00000000000000000000000000000000000000d1";
export const hashesCode = bytesToHex(assemble("PUSH0 CALLDATALOAD BLOCKHASH PUSH0 MSTORE PUSH 32 PUSH0 RETURN"));

/** Sets the slot of its first word to its second; SELFDESTRUCT without words. */
export const cell: Hex = "0x00000000000000000000000000000000000000d2";
export const cellCode = bytesToHex(
	assemble(`
		CALLDATASIZE PUSH @store JUMPI
		PUSH 0xdead SELFDESTRUCT
	store:
		PUSH 32 CALLDATALOAD PUSH0 CALLDATALOAD SSTORE STOP
	`),
);

export const [alice, bob]: readonly Hex[] = [
	"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
	"0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
];
export const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;

export type Ask = (method: string, ...params: readonly unknown[]) => Promise<unknown>;

export interface Receipt {
	readonly contractAddress: Hex;
	readonly blockNumber: Hex;
	readonly status: Hex;
	readonly gasUsed: Hex;
	readonly logs: readonly { readonly topics: readonly Hex[]; readonly data: Hex }[];
}

export async function send(ask: Ask, transaction: object): Promise<Receipt> {
	// Fees high enough for whatever was mined before, and the same everywhere.
	const fees = { gas: "0x200000", maxFeePerGas: "0x1000000000", maxPriorityFeePerGas: "0x0" };
	const hash = await ask("eth_sendTransaction", { from: alice, ...fees, ...transaction });
	for (;;) {
		// anvil answers before it has mined.
		const receipt = (await ask("eth_getTransactionReceipt", hash)) as Receipt | null;
		if (receipt !== null) return receipt;
	}
}

export async function populate(ask: Ask): Promise<Hex> {
	const { contractAddress } = await send(ask, { data: encodeDeployData({ abi, bytecode, args: [5n] }) });
	const data = encodeFunctionData({ abi, functionName: "count", args: [3n] });
	for (const from of [alice, bob, bob]) await send(ask, { from, to: contractAddress, data });
	for (const [address, code] of [
		[wide, wideCode],
		[hashes, hashesCode],
		[cell, cellCode],
	]) {
		await ask("anvil_setCode", address, code);
	}
	for (let slot = 0n; slot < 200n; slot++) await ask("anvil_setStorageAt", wide, word(slot), word(slot * 7n));
	for (let slot = 0n; slot < 4n; slot++) await ask("anvil_setStorageAt", cell, word(slot), word(slot + 1n));
	await ask("anvil_setBalance", cell, "0x64");
	await ask("anvil_mine", "0x1");
	return contractAddress;
}

/** What a chain answers after the same transactions; where it was executed must make no difference. */
export async function observe(ask: Ask, counter: Hex): Promise<unknown> {
	const results: unknown[] = [];
	for (const account of [alice, bob]) await ask("anvil_setBalance", account, word(parseEther("10000")));
	const call = (functionName: string, ...args: readonly unknown[]): Hex =>
		encodeFunctionData({ abi, functionName, args });
	const run = async (transaction: object): Promise<void> => {
		const { status, gasUsed, logs } = await send(ask, transaction);
		results.push([status, gasUsed, logs.map(({ topics, data }) => [topics, data])]);
	};
	const store = (slot: bigint, value: bigint): Hex => `${word(slot)}${word(value).slice(2)}` as Hex;
	await run({ to: counter, data: call("count", 4n) });
	await run({ from: bob, to: counter, data: call("count", 101n) });
	await run({ from: bob, to: counter, data: call("needy") });
	await run({ to: wide });
	await run({ to: cell, data: store(0n, 0n) });
	await run({ to: cell, data: store(1n, 9n) });
	await run({ to: cell, data: store(77n, 1n) });
	await run({ to: "0x00000000000000000000000000000000000000ee", value: "0x5" });
	await run({ to: counter, data: call("clear") });
	const { contractAddress } = await send(ask, { data: encodeDeployData({ abi, bytecode, args: [1n] }) });
	await run({ to: contractAddress, data: call("count", 2n) });
	for (const slot of [0n, 1n, 2n, 77n, 78n]) {
		results.push(await ask("eth_getStorageAt", cell, word(slot), "latest"));
	}
	for (const account of [alice, bob, counter, cell, contractAddress, "0x00000000000000000000000000000000000000ee"]) {
		results.push(
			await ask("eth_getBalance", account, "latest"),
			await ask("eth_getTransactionCount", account, "latest"),
			await ask("eth_getCode", account, "latest"),
		);
	}
	results.push(await ask("eth_call", { to: counter, data: call("total") }, "latest"));
	results.push(await ask("eth_call", { to: counter, data: call("steps", bob) }, "latest"));
	results.push(await ask("eth_call", { to: wide }, "latest"));
	results.push(await ask("eth_estimateGas", { from: bob, to: counter, data: call("needy") }, "latest"));
	return results;
}

/** Slots of the cell of which the last transaction was sent to destroy it. */
export async function destroyAndRead(ask: Ask): Promise<unknown> {
	await send(ask, { to: cell });
	return [
		await ask("eth_getBalance", cell, "latest"),
		await ask("eth_getBalance", "0x000000000000000000000000000000000000dead", "latest"),
		await ask("eth_getStorageAt", cell, word(2n), "latest"),
		((await ask("eth_getCode", cell, "latest")) as Hex).length,
	];
}

export const askerOf =
	({ provider }: EvmoreNode): Ask =>
	(method, ...params) =>
		provider.request({ method, params });

export interface Source {
	readonly url: string;
	readonly ask: Ask;
	stop(): Promise<void> | void;
}

export async function startEvmore(): Promise<Source> {
	const server = await NodeServer.start({ port: 0, hardfork: "Prague", timestamp: 1_800_000_000n });
	return {
		url: server.url,
		ask: (method, ...params) => askUrl(server.url, method, ...params),
		stop: () => server.close(),
	};
}

export async function startAnvil(): Promise<Source> {
	const anvil = await Anvil.start("prague");
	return { url: anvil.url, ask: (method, ...params) => anvil.ask(method, ...params), stop: () => anvil.stop() };
}
