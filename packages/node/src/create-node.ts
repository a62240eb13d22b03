import type { Address, Hex } from "@evmore/evm";
import { secp256k1Library } from "@evmore/evm/crypto";
import { DevNode } from "./node/dev-node.js";
import type { NodeOptions } from "./node/node-options.js";
import { NodeProvider } from "./provider/provider.js";

/** A node in this process. */
export interface EvmoreNode {
	/** An EIP-1193 provider: for viem's `custom`, ethers' `BrowserProvider`. */
	readonly provider: NodeProvider;
	/** Another provider over the same node, with subscriptions of its own. */
	connect(): NodeProvider;
	/** Its accounts and their keys, which are known to everybody unless the mnemonic is a secret. */
	readonly accounts: readonly { readonly address: Address; readonly privateKey: Hex }[];
	/** Imports a block, RLP. */
	importBlock(block: Uint8Array): Promise<void>;
	/** Stops mining, and closes the database. */
	close(): Promise<void>;
}

/**
 * An Ethereum node for development.
 *
 * @example
 * ```ts
 * const node = await createNode();
 * await node.provider.request({ method: "eth_blockNumber" }); // "0x0"
 * ```
 */
export async function createNode(options: NodeOptions = {}): Promise<EvmoreNode> {
	// Keys are derived at once; browsers load the library first.
	await secp256k1Library.load();
	const node = await DevNode.create(options);
	const provider = new NodeProvider(node);
	const { addresses, privateKeys } = node.accounts;
	return {
		provider,
		connect: () => new NodeProvider(node),
		accounts: addresses.map((address, index) => ({ address, privateKey: privateKeys[index]! })),
		importBlock: (block) => node.importBlock(block),
		close: () => node.close(),
	};
}
