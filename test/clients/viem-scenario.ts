import {
	type Abi,
	type Address,
	type BaseError,
	ContractFunctionRevertedError,
	defineKzg,
	type Hex,
	InsufficientFundsError,
	parseEther,
	recoverTypedDataAddress,
	type Transport,
} from "viem";
import { Arrivals } from "./arrivals.js";
import { knownBlob, knownKzg } from "./known-blob.js";
import { accountOf, clientsOver, observe } from "./viem-clients.js";

/** A contract, compiled. */
export interface Artifact {
	readonly abi: Abi;
	readonly bytecode: Hex;
}

/** What a step found, as JSON can hold it. */
export type Findings = Readonly<Record<string, unknown>>;

const watching: ReadonlySet<string> = new Set([
	"eth_subscribe",
	"eth_newFilter",
	"eth_newPendingTransactionFilter",
	"eth_blockNumber",
]);

export const typedData = {
	domain: { name: "evmore", version: "1", chainId: 31_337, verifyingContract: `0x${"cc".repeat(20)}` },
	types: {
		Person: [
			{ name: "name", type: "string" },
			{ name: "wallet", type: "address" },
		],
		Mail: [
			{ name: "from", type: "Person" },
			{ name: "readers", type: "address[]" },
			{ name: "text", type: "string" },
		],
	},
	primaryType: "Mail",
	message: {
		from: { name: "Alice", wallet: `0x${"aa".repeat(20)}` },
		readers: [`0x${"bb".repeat(20)}`, `0x${"dd".repeat(20)}`],
		text: "hello",
	},
} as const;

/** Everything a project does with viem, step by step on one chain; the same over every transport, in Node and in browsers. */
export class ViemScenario {
	readonly #artifact: Artifact;
	readonly #reader: ReturnType<typeof clientsOver>["reader"];
	/** Signs here. */
	readonly #wallet: ReturnType<typeof clientsOver>["wallet"];
	/** Lets the node sign. */
	readonly #remote: ReturnType<typeof clientsOver>["remote"];
	readonly #tester: ReturnType<typeof clientsOver>["tester"];
	#address: Address = "0x";
	#onAnswer: (method: string) => void = () => {};

	constructor(transport: Transport, artifact: Artifact) {
		this.#artifact = artifact;
		const { reader, wallet, remote, tester } = clientsOver(observe(transport, (method) => this.#onAnswer(method)));
		this.#reader = reader;
		this.#wallet = wallet;
		this.#remote = remote;
		this.#tester = tester;
	}

	async deploy(): Promise<Findings> {
		const hash = await this.#wallet.deployContract({ ...this.#artifact, args: [5n], value: parseEther("2") });
		const receipt = await this.#reader.waitForTransactionReceipt({ hash });
		this.#address = receipt.contractAddress!;
		const { input, nonce } = await this.#reader.getTransaction({ hash });
		return {
			status: receipt.status,
			blockNumber: String(receipt.blockNumber),
			address: this.#address,
			nonce,
			isInput: input.startsWith(this.#artifact.bytecode),
			balance: String(await this.#reader.getBalance({ address: this.#address })),
			hasCode: ((await this.#reader.getCode({ address: this.#address })) ?? "0x").length > 100,
		};
	}

	async call(): Promise<Findings> {
		const before = await this.#total();
		const { result } = await this.#reader.simulateContract({ ...this.#count(3n), account: this.#wallet.account });
		const receipt = await this.#write(3n);
		const old = await this.#reader.readContract({
			...this.#contract,
			functionName: "total",
			blockNumber: receipt.blockNumber - 1n,
		});
		const owner = await this.#reader.readContract({ ...this.#contract, functionName: "owner" });
		return { before, simulated: String(result), after: await this.#total(), old: String(old), owner };
	}

	async events(): Promise<Findings> {
		const fromBlock = (await this.#reader.getBlockNumber()) + 1n;
		for (const step of [1n, 2n, 1n]) await this.#write(step);
		const query = { ...this.#contract, eventName: "Counted", fromBlock } as const;
		const describe = (logs: readonly unknown[]): string[] =>
			(logs as readonly { readonly args: { readonly step: bigint; readonly total: bigint } }[]).map(
				({ args }) => `${args.step} ${args.total}`,
			);
		return {
			all: describe(await this.#reader.getContractEvents(query)),
			some: describe(await this.#reader.getContractEvents({ ...query, args: { step: 1n } })),
			none: describe(await this.#reader.getContractEvents({ ...query, args: { who: this.#address } })),
		};
	}

	async estimate(): Promise<Findings> {
		const request = { ...this.#count(4n), account: this.#wallet.account };
		const gas = await this.#reader.estimateContractGas(request);
		const id = await this.#tester.snapshot();
		const enough = await this.#write(4n, gas);
		await this.#tester.revert({ id });
		const little = await this.#write(4n, gas - 1n);
		const { maxFeePerGas, maxPriorityFeePerGas } = await this.#reader.estimateFeesPerGas();
		const { accessList } = await this.#reader.createAccessList({
			account: this.#wallet.account,
			to: this.#address,
			data: "0x52efea6e",
		});
		return {
			transfer: String(await this.#reader.estimateGas({ account: accountOf(1), to: accountOf(2).address, value: 1n })),
			isUsed: gas >= enough.gasUsed,
			enough: enough.status,
			little: little.status,
			hasFees: maxFeePerGas > maxPriorityFeePerGas,
			accessList,
		};
	}

	async reverts(): Promise<Findings> {
		const simulate = (step: bigint): Promise<unknown> =>
			reasonOf(this.#reader.simulateContract({ ...this.#count(step), account: this.#wallet.account }));
		const failed = await this.#write(13n, 100_000n);
		return {
			text: await simulate(13n),
			custom: await simulate(101n),
			panic: await simulate(14n),
			estimate: await reasonOf(
				this.#reader.estimateContractGas({ ...this.#count(101n), account: this.#wallet.account }),
			),
			write: await reasonOf(this.#wallet.writeContract(this.#count(13n))),
			mined: [failed.status, failed.logs.length],
			poor: await reasonOf(
				this.#wallet.sendTransaction({ to: this.#address, value: parseEther("1000000"), gas: 50_000n }),
			),
		};
	}

	async typedData(): Promise<Findings> {
		const account = accountOf(3);
		const signature = await this.#remote.signTypedData({ account: account.address, ...typedData });
		const message = await this.#remote.signMessage({ account: account.address, message: "hello" });
		return {
			isSame: signature === (await account.signTypedData(typedData)),
			signer: await recoverTypedDataAddress({ ...typedData, signature }),
			isSameMessage: message === (await account.signMessage({ message: "hello" })),
		};
	}

	async blobs(): Promise<Findings> {
		const hash = await this.#wallet.sendTransaction({
			blobs: [knownBlob],
			kzg: defineKzg(knownKzg),
			maxFeePerBlobGas: (await this.#reader.getBlobBaseFee()) * 2n,
			to: accountOf(1).address,
		});
		const { status, type, blobGasUsed, blobGasPrice } = await this.#reader.waitForTransactionReceipt({ hash });
		const { blobVersionedHashes } = await this.#reader.getTransaction({ hash });
		const { blobGasUsed: ofBlock } = await this.#reader.getBlock();
		return {
			receipt: [status, type, String(blobGasUsed), String(blobGasPrice)],
			hashes: blobVersionedHashes,
			ofBlock: String(ofBlock),
		};
	}

	async delegation(): Promise<Findings> {
		const delegating = accountOf(4);
		const authorization = await this.#wallet.signAuthorization({
			account: delegating,
			contractAddress: this.#address,
		});
		const hash = await this.#wallet.sendTransaction({ to: delegating.address, authorizationList: [authorization] });
		const { status, type } = await this.#reader.waitForTransactionReceipt({ hash });
		return { status, type, delegation: await this.#reader.getDelegation({ address: delegating.address }) };
	}

	/** With WebSocket subscriptions, elsewhere filters. */
	async subscriptions(): Promise<Findings> {
		const logs = new Arrivals<string>(2);
		const blocks = new Arrivals<string>(2);
		const hashes = new Arrivals<string>(2);
		const first = await this.#reader.getBlockNumber();
		const isWatching = this.#untilAnswered(3);
		const endings = [
			this.#reader.watchContractEvent({
				...this.#contract,
				eventName: "Counted",
				onLogs: (found) =>
					logs.add(...found.map((log) => String((log as unknown as { args: { step: bigint } }).args.step))),
				onError: logs.fail,
			}),
			this.#reader.watchBlockNumber({
				emitMissed: true,
				onBlockNumber: (number) => {
					if (number > first) blocks.add(String(number - first));
				},
				onError: blocks.fail,
			}),
			this.#reader.watchPendingTransactions({
				onTransactions: (found) => hashes.add(...found),
				onError: hashes.fail,
			}),
		];
		try {
			await isWatching;
			const sent = [await this.#wallet.writeContract(this.#count(7n))];
			await this.#reader.waitForTransactionReceipt({ hash: sent[0]! });
			sent.push(await this.#wallet.writeContract(this.#count(8n)));
			const areSent = String(await hashes.all) === String(sent);
			return { logs: await logs.all, blocks: await blocks.all, areSent };
		} finally {
			for (const end of endings) end();
		}
	}

	async snapshots(): Promise<Findings> {
		const before = { total: await this.#total(), number: await this.#reader.getBlockNumber() };
		const id = await this.#tester.snapshot();
		const { timestamp } = await this.#reader.getBlock();
		const rich = `0x${"ee".repeat(20)}` as const;
		await this.#tester.setBalance({ address: rich, value: parseEther("1") });
		await this.#tester.impersonateAccount({ address: rich });
		const hash = await this.#remote.writeContract({ ...this.#count(9n), account: rich });
		const { from, status } = await this.#reader.waitForTransactionReceipt({ hash });
		await this.#tester.increaseTime({ seconds: 3600 });
		await this.#tester.mine({ blocks: 2 });
		const later = await this.#reader.getBlock();
		const during = Number(await this.#total()) - Number(before.total);
		await this.#tester.revert({ id });
		return {
			impersonated: [from, status],
			during,
			blocks: String(later.number - before.number),
			isLater: later.timestamp - timestamp >= 3600n,
			isBack: (await this.#total()) === before.total && (await this.#reader.getBlockNumber()) === before.number,
			balance: String(await this.#reader.getBalance({ address: rich })),
		};
	}

	async simulateBlocks(): Promise<Findings> {
		const account = accountOf(0).address;
		const [first, second] = await this.#reader.simulateBlocks({
			blocks: [
				{ calls: [{ account, to: `0x${"12".repeat(20)}`, value: 5n }] },
				{ calls: [{ ...this.#count(2n), to: this.#address, account }], blockOverrides: { time: 4_000_000_000n } },
			],
		});
		const results = [...first!.calls, ...second!.calls].map(({ status, gasUsed }) => [status, gasUsed > 20_000n]);
		return { results, timestamp: String(second!.timestamp), unchanged: await this.#total() };
	}

	/** Fulfilled when so many subscriptions or filters, or questions for the block, have been answered: only then does viem watch. */
	async #untilAnswered(count: number): Promise<void> {
		const answers = new Arrivals<string>(count);
		this.#onAnswer = (method) => {
			if (watching.has(method)) answers.add(method);
		};
		await answers.all;
	}

	get #contract(): { readonly abi: Abi; readonly address: Address } {
		return { abi: this.#artifact.abi, address: this.#address };
	}

	#count(step: bigint) {
		return { ...this.#contract, functionName: "count", args: [step] } as const;
	}

	async #total(): Promise<string> {
		return String(await this.#reader.readContract({ ...this.#contract, functionName: "total" }));
	}

	async #write(step: bigint, gas?: bigint) {
		const hash = await this.#wallet.writeContract({ ...this.#count(step), gas });
		return this.#reader.waitForTransactionReceipt({ hash });
	}
}

/** The reason that viem read out of a failure: a text, or the name and arguments of a custom error. */
async function reasonOf(work: Promise<unknown>): Promise<unknown> {
	try {
		await work;
	} catch (error) {
		const revert = (error as BaseError).walk((cause) => cause instanceof ContractFunctionRevertedError);
		if (revert === null) return (error as BaseError).walk((cause) => cause instanceof InsufficientFundsError)?.name;
		const { reason, data } = revert as ContractFunctionRevertedError;
		return reason ?? [data?.errorName, ...(data?.args ?? [])].map(String);
	}
	return "no error";
}
