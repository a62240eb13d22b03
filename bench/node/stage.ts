import { type Address, bytesToHex, type Hex, hexToBytes } from "@evmore/evm";
import { encodeTransaction, signTransaction } from "@evmore/evm/tx";
import { createNode } from "@evmore/node";
import { compileContracts, countdown, encodeCall } from "./contracts.js";
import { chainSettings, type Lane, type NodePeer, type RpcRequest } from "./node-peer.js";
import { waitFor } from "./wait-for.js";

/** Rounds of the heavy call. */
const heavyRounds = 5000n;
const gwei = 10n ** 9n;

/** What transactions do. */
export type Action = "transfer" | "erc20";
/** How they are sent: signed, or by an account that the node has the key of. */
export type Sending = "raw" | "unlocked";

interface Receipt {
	readonly status: Hex;
	readonly gasUsed: Hex;
	readonly contractAddress: Address | null;
}

/** Accounts that every node begins with. */
export interface Sender {
	readonly address: Address;
	readonly key: Uint8Array;
}

export async function deriveSenders(): Promise<Sender[]> {
	const node = await createNode({ accounts: chainSettings.accounts });
	await node.close();
	return node.accounts.map(({ address, privateKey }) => ({ address, key: hexToBytes(privateKey) }));
}

/** A node with contracts, and requests to it; what it was asked to do is counted here, so that nonces are right. */
export class Stage {
	readonly peer: NodePeer;
	readonly #senders: readonly Sender[];
	readonly #nonces: bigint[];
	#recipients = 0;
	token: Address = "0x";
	work: Address = "0x";
	countdown: Address = "0x";

	private constructor(peer: NodePeer, senders: readonly Sender[]) {
		this.peer = peer;
		this.#senders = senders;
		this.#nonces = senders.map(() => 0n);
	}

	/** Deploys the contracts by the first account, which gives tokens to the others. */
	static async set(peer: NodePeer, senders: readonly Sender[]): Promise<Stage> {
		const stage = new Stage(peer, senders);
		const { token, work } = compileContracts();
		stage.token = await stage.#deploy(token);
		stage.work = await stage.#deploy(work);
		stage.countdown = await stage.#deploy(countdown);
		for (const { address } of senders.slice(1)) {
			await stage.send(0, stage.token, encodeCall("transfer(address,uint256)", address, 10n ** 24n), 100_000n);
		}
		return stage;
	}

	/** The first account with a lane of its own; the ones before deploy and trace. */
	static readonly firstSender = 2;

	async #deploy(initcode: Hex): Promise<Address> {
		const { contractAddress } = await this.send(0, undefined, initcode, 16_000_000n);
		return contractAddress!;
	}

	/** A transaction that is mined, and its receipt. @throws it fails */
	async send(sender: number, to: Address | undefined, data: Hex, gas: bigint): Promise<Receipt & { hash: Hex }> {
		const hash = await this.peer.ask<Hex>("eth_sendRawTransaction", this.#sign(sender, to, data, 0n, gas));
		const receipt = await this.receiptOf(hash);
		if (receipt.status !== "0x1") throw new Error(`${this.peer.name}: a transaction failed`);
		return { ...receipt, hash };
	}

	/** The receipt of a transaction; a node may answer before it has mined. */
	async receiptOf(hash: Hex): Promise<Receipt> {
		let receipt: Receipt | null = null;
		await waitFor(async () => {
			receipt = await this.peer.ask<Receipt | null>("eth_getTransactionReceipt", hash);
			return receipt !== null;
		});
		return receipt!;
	}

	/** Call data, and the rest, of the next transaction of its kind. Recipients come back after a hundred. */
	#describe(action: Action): { to: Address; data: Hex; value: bigint; gas: bigint } {
		const recipient = `0x${(0x100000n + BigInt(this.#recipients++ % 100)).toString(16).padStart(40, "0")}` as const;
		if (action === "transfer") return { to: recipient, data: "0x", value: 1n, gas: 21_000n };
		return { to: this.token, data: encodeCall("transfer(address,uint256)", recipient, 1n), value: 0n, gas: 100_000n };
	}

	/** So many transactions, in lanes with a sender each. */
	transactions(action: Action, sending: Sending, count: number, lanes: number): Lane[] {
		return Array.from({ length: lanes }, (_, lane) => {
			const size = Math.floor(count / lanes) + (lane < count % lanes ? 1 : 0);
			return Array.from({ length: size }, () => this.#request(action, sending, Stage.firstSender + lane));
		});
	}

	/** Calls of views: what wallets ask all day, and one that works. */
	calls(): { readonly balanceOf: RpcRequest; readonly work: RpcRequest } {
		const call = (to: Address, data: Hex): RpcRequest => ["eth_call", { to, data }, "latest"];
		return {
			balanceOf: call(this.token, encodeCall("balanceOf(address)", this.#senders[0]!.address)),
			work: call(this.work, encodeCall("work(uint256)", heavyRounds)),
		};
	}

	#request(action: Action, sending: Sending, sender: number): RpcRequest {
		const { to, data, value, gas } = this.#describe(action);
		if (sending === "raw") return ["eth_sendRawTransaction", this.#sign(sender, to, data, value, gas)];
		// The node counts for itself.
		this.#nonces[sender]!++;
		const from = this.#senders[sender]!.address;
		return ["eth_sendTransaction", { from, to, data, value: toHex(value), gas: toHex(gas) }];
	}

	#sign(sender: number, to: Address | undefined, data: Hex, value: bigint, gasLimit: bigint): Hex {
		const transaction = {
			type: 2,
			chainId: 31337n,
			nonce: this.#nonces[sender]!++,
			maxPriorityFeePerGas: gwei,
			maxFeePerGas: 100n * gwei,
			gasLimit,
			to,
			value,
			data: hexToBytes(data),
			accessList: [],
			signature: undefined,
		} as const;
		return bytesToHex(encodeTransaction(signTransaction(transaction, this.#senders[sender]!.key)));
	}
}

function toHex(value: bigint): Hex {
	return `0x${value.toString(16)}`;
}
