import {
	type Account,
	type Chain,
	createPublicClient,
	createTestClient,
	createWalletClient,
	custom,
	defineChain,
	type PublicClient,
	type TestClient,
	type Transport,
	type WalletClient,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { createNode, type EvmoreNode, type NodeOptions } from "../../packages/node/src/index.js";

/** The chain of a development node, as viem wants it. */
export const devChain: Chain = defineChain({
	id: 31_337,
	name: "evmore",
	nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
	rpcUrls: { default: { http: [] } },
});

/** A key of the node's first accounts, by its number. */
export function accountOf(index: number): ReturnType<typeof mnemonicToAccount> {
	return mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex: index });
}

export interface Clients {
	readonly node: EvmoreNode;
	readonly reader: PublicClient<Transport, Chain>;
	/** Signs here, with a key of the mnemonic. */
	readonly wallet: WalletClient<Transport, Chain, Account>;
	/** Lets the node sign. */
	readonly remote: WalletClient<Transport, Chain>;
	readonly tester: TestClient<"anvil", Transport, Chain>;
	request(method: string, ...params: unknown[]): Promise<unknown>;
}

/** A node in this process, and viem's clients over its provider. */
export async function startClients(options: NodeOptions = {}): Promise<Clients> {
	const node = await createNode(options);
	const transport = custom(node.provider);
	const common = { chain: devChain, transport, pollingInterval: 10, cacheTime: 0 } as const;
	return {
		node,
		reader: createPublicClient(common),
		wallet: createWalletClient({ ...common, account: accountOf(0) }),
		remote: createWalletClient(common),
		tester: createTestClient({ ...common, mode: "anvil" }),
		request: (method, ...params) => node.provider.request({ method, params }),
	};
}
