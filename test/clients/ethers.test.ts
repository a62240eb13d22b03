import {
	BrowserProvider,
	Contract,
	ContractFactory,
	type EventLog,
	getAddress,
	HDNodeWallet,
	isCallException,
	isError,
	type JsonRpcApiProvider,
	JsonRpcProvider,
	type Log,
	Mnemonic,
	NonceManager,
	parseEther,
	verifyTypedData,
	WebSocketProvider,
} from "ethers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNode } from "../../packages/node/src/index.js";
import { compileCounter } from "../node/contracts.js";
import { Arrivals } from "./arrivals.js";
import { knownBlob, knownKzg, knownVersionedHash } from "./known-blob.js";
import { RunningNode } from "./running-node.js";
import { typedData } from "./viem-scenario.js";

const { abi, bytecode } = compileCounter();
const phrase = "test test test test test test test test test test test junk";
const accountOf = (index: number): HDNodeWallet =>
	HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(phrase), `m/44'/60'/0'/0/${index}`);
const contractAddress = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

let served: RunningNode;

beforeAll(async () => {
	served = await RunningNode.start();
});

afterAll(() => served.stop());

interface Endpoint {
	readonly provider: JsonRpcApiProvider;
	stop(): Promise<void>;
}

/** All that ask the process begin with the same empty chain. */
async function serve(provider: JsonRpcApiProvider): Promise<Endpoint> {
	const snapshot = await provider.send("evm_snapshot", []);
	return {
		provider,
		stop: async () => {
			await provider.send("evm_revert", [snapshot]);
			await provider.destroy();
		},
	};
}

const polling = { pollingInterval: 10, cacheTimeout: -1 };

const endpoints: Readonly<Record<string, () => Promise<Endpoint>>> = {
	"JsonRpcProvider over HTTP": () => serve(new JsonRpcProvider(served.url, undefined, polling)),
	"WebSocketProvider over WebSocket": () =>
		serve(new WebSocketProvider(served.socketUrl, undefined, { cacheTimeout: -1 })),
	"BrowserProvider in process": async () => {
		const node = await createNode();
		const provider = new BrowserProvider(node.provider, undefined, polling);
		return {
			provider,
			stop: async () => {
				provider.destroy();
				await node.close();
			},
		};
	},
};

describe.each(Object.keys(endpoints))("ethers' %s", (name) => {
	let endpoint: Endpoint;
	let provider: JsonRpcApiProvider;
	let signer: NonceManager;
	let contract: Contract;

	beforeAll(async () => {
		endpoint = await endpoints[name]!();
		provider = endpoint.provider;
		signer = new NonceManager(accountOf(0).connect(provider));
		contract = new Contract(contractAddress, abi as never, signer);
	});

	afterAll(() => endpoint?.stop());

	const send = async (method: string, ...parameters: unknown[]) =>
		(await contract.getFunction(method).send(...parameters)).wait();
	const total = (): Promise<bigint> => contract.getFunction("total").staticCall();

	// One chain, step by step.
	test("deploys", async () => {
		const factory = new ContractFactory(abi as never, bytecode, signer);
		const deployed = await factory.deploy(5n, { value: parseEther("2") });
		await deployed.waitForDeployment();
		expect(await deployed.getAddress()).toBe(contractAddress);
		expect(await provider.getBalance(contractAddress)).toBe(parseEther("2"));
		expect(await deployed.getDeployedCode()).toMatch(/^0x60/);
		const receipt = await deployed.deploymentTransaction()!.wait();
		expect(receipt).toMatchObject({ status: 1, type: 2, blockNumber: 1, contractAddress, from: accountOf(0).address });
	});

	test("calls, and sends", async () => {
		expect(await contract.getFunction("owner").staticCall()).toBe(accountOf(0).address);
		expect(await contract.getFunction("count").staticCall(3n)).toBe(8n);
		const receipt = await send("count", 3n);
		expect(receipt).toMatchObject({ status: 1, blockNumber: 2 });
		expect(await total()).toBe(8n);
		expect(await contract.getFunction("total").staticCall({ blockTag: 1 })).toBe(5n);
		expect(await provider.getStorage(contractAddress, 0)).toBe(`0x${"8".padStart(64, "0")}`);
	});

	test("finds events", async () => {
		const fromBlock = (await provider.getBlockNumber()) + 1;
		for (const step of [1n, 2n, 1n]) await send("count", step);
		const query = async (filter: unknown): Promise<string[]> =>
			(await contract.queryFilter(filter as never, fromBlock)).map((log: Log | EventLog) =>
				String((log as EventLog).args),
			);
		const me = accountOf(0).address;
		const filters = contract.filters as unknown as { Counted(who: unknown, step?: unknown): unknown };
		expect(await query(filters.Counted(null))).toEqual([`${me},1,9`, `${me},2,11`, `${me},1,12`]);
		expect(await query(filters.Counted(me, 2n))).toEqual([`${me},2,11`]);
		expect(await query(filters.Counted(contractAddress))).toEqual([]);
	});

	test("estimates", async () => {
		const gas = await contract.getFunction("count").estimateGas(4n);
		const snapshot = await provider.send("evm_snapshot", []);
		const enough = await send("count", 4n, { gasLimit: gas });
		expect(enough).toMatchObject({ status: 1 });
		expect(enough!.gasUsed).toBeLessThanOrEqual(gas);
		await provider.send("evm_revert", [snapshot]);
		signer.reset();
		await expect(send("count", 4n, { gasLimit: gas - 1n })).rejects.toSatisfy((error) =>
			isError(error, "CALL_EXCEPTION"),
		);
		expect(await provider.estimateGas({ from: accountOf(1).address, to: accountOf(2).address, value: 1n })).toBe(
			21_000n,
		);
		const { maxFeePerGas, maxPriorityFeePerGas, gasPrice } = await provider.getFeeData();
		expect(maxFeePerGas).toBeGreaterThan(maxPriorityFeePerGas!);
		expect(gasPrice).toBeGreaterThan(0n);
	});

	test("says why calls fail", async () => {
		const failure = async (work: Promise<unknown>): Promise<unknown> => {
			const error: unknown = await work.then(
				() => "no error",
				(reason: unknown) => reason,
			);
			if (!isCallException(error as Error)) return (error as { code?: unknown }).code ?? error;
			const { action, reason, data } = error as { action: string; reason: string | null; data: string };
			const parsed = contract.interface.parseError(data);
			return [action, reason, parsed?.name, String(parsed?.args)];
		};
		const count = contract.getFunction("count");
		expect(await failure(count.staticCall(13n))).toEqual(["call", "unlucky", "Error", "unlucky"]);
		expect(await failure(count.staticCall(101n))).toEqual(["call", "TooMuch(uint256,uint256)", "TooMuch", "101,100"]);
		expect(await failure(count.staticCall(14n))).toEqual(["call", "Panic due to ASSERT_FALSE(1)", "Panic", "1"]);
		// Here ethers leaves reading the data to its user.
		expect(await failure(count.estimateGas(101n))).toEqual(["estimateGas", null, "TooMuch", "101,100"]);
		expect(await failure(count.send(13n))).toEqual(["estimateGas", "unlucky", "Error", "unlucky"]);
		// ethers counted the transaction that it did not send.
		signer.reset();
		const sent = await count.send(13n, { gasLimit: 100_000n });
		await expect(sent.wait()).rejects.toMatchObject({ code: "CALL_EXCEPTION", receipt: { status: 0, logs: [] } });
		const poor = { to: contractAddress, value: parseEther("1000000"), gasLimit: 50_000n };
		expect(await failure(accountOf(0).connect(provider).sendTransaction(poor))).toBe("INSUFFICIENT_FUNDS");
		const low = { to: contractAddress, nonce: 0, gasLimit: 50_000n };
		expect(await failure(accountOf(0).connect(provider).sendTransaction(low))).toBe("NONCE_EXPIRED");
	});

	test("has the node sign typed data", async () => {
		const { domain, message } = typedData;
		const types = { Person: [...typedData.types.Person], Mail: [...typedData.types.Mail] };
		const remote = await provider.getSigner(3);
		const signature = await remote.signTypedData(domain, types, message);
		expect(signature).toBe(await accountOf(3).signTypedData(domain, types, message));
		expect(verifyTypedData(domain, types, message, signature)).toBe(accountOf(3).address);
		expect(await remote.signMessage("hello")).toBe(await accountOf(3).signMessage("hello"));
	});

	test("has the node send", async () => {
		const remote = await provider.getSigner(2);
		const sent = await remote.sendTransaction({ to: accountOf(5).address, value: 7n });
		expect(await sent.wait()).toMatchObject({ status: 1, gasUsed: 21_000n, from: accountOf(2).address });
	});

	test("sends blobs", { timeout: 300_000 }, async () => {
		const sent = await accountOf(1)
			.connect(provider)
			.sendTransaction({
				type: 3,
				to: accountOf(2).address,
				blobs: [knownBlob],
				kzg: knownKzg,
				maxFeePerBlobGas: 10n,
				gasLimit: 21_000n,
			});
		expect(await sent.wait()).toMatchObject({ status: 1, type: 3, blobGasUsed: 131_072n, blobGasPrice: 1n });
		expect(await provider.getTransaction(sent.hash)).toMatchObject({ blobVersionedHashes: [knownVersionedHash] });
		expect(await provider.getBlock("latest")).toMatchObject({ blobGasUsed: 131_072n });
	});

	test("hears of events, blocks and transactions", async () => {
		const steps = new Arrivals<bigint>(2);
		const blocks = new Arrivals<number>(2);
		const hashes = new Arrivals<string>(2);
		const first = await provider.getBlockNumber();
		signer.reset();
		// `on` is fulfilled when the node has the filter or the subscription.
		await contract.on("Counted", (_who, step: bigint) => steps.add(step));
		await provider.on("block", (number: number) => {
			if (number > first) blocks.add(number - first);
		});
		await provider.on("pending", (hash: string) => hashes.add(hash));
		await provider.send("eth_chainId", []);
		const sent = [await contract.getFunction("count").send(7n)];
		await sent[0]!.wait();
		sent.push(await contract.getFunction("count").send(8n));
		expect(await steps.all).toEqual([7n, 8n]);
		expect(await blocks.all).toEqual([1, 2]);
		expect(await hashes.all).toEqual(sent.map(({ hash }) => hash));
		await contract.removeAllListeners();
		await provider.removeAllListeners();
	});

	test("goes back to a snapshot", async () => {
		const [before, number] = [await total(), await provider.getBlockNumber()];
		const snapshot = await provider.send("evm_snapshot", []);
		const rich = `0x${"ee".repeat(20)}`;
		await provider.send("anvil_setBalance", [rich, "0xde0b6b3a7640000"]);
		await provider.send("anvil_impersonateAccount", [rich]);
		const impersonated = contract.connect(await provider.getSigner(rich)) as Contract;
		const receipt = await (await impersonated.getFunction("count").send(9n)).wait();
		expect(receipt).toMatchObject({ status: 1, from: getAddress(rich) });
		const { timestamp } = (await provider.getBlock("latest"))!;
		await provider.send("evm_increaseTime", [3600]);
		await provider.send("evm_mine", []);
		expect((await provider.getBlock("latest"))!.timestamp - timestamp).toBeGreaterThanOrEqual(3600);
		expect([await total(), await provider.getBlockNumber()]).toEqual([before + 9n, number + 2]);
		expect(await provider.send("evm_revert", [snapshot])).toBe(true);
		expect([await total(), await provider.getBlockNumber()]).toEqual([before, number]);
		expect(await provider.getBalance(rich)).toBe(0n);
	});
});
