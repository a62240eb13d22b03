import { bytesToHex } from "@evmore/evm";
import { keccak256 } from "@evmore/evm/crypto";
import type { DevNode } from "../../node/dev-node.js";
import { bytes } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

/** What `web3_clientVersion` answers where nothing else is wanted. */
const ownVersion = "evmore/0.1.0";

/** What this node calls itself. */
export function clientVersionOf(node: DevNode): string {
	return node.options.clientVersion ?? ownVersion;
}

export const netMethods: readonly RpcMethod[] = [
	method("eth_chainId", [], ({ node }) => toQuantity(node.chain.chainId)),
	method(["net_version", "eth_networkId"], [], ({ node }) => node.chain.chainId.toString()),
	method("net_listening", [], () => true),
	method("net_peerCount", [], () => "0x0"),
	method("eth_syncing", [], () => false),
	method("eth_mining", [], ({ node }) => node.automine || node.intervalSeconds > 0),
	method("eth_hashrate", [], () => "0x0"),
	method("web3_clientVersion", [], ({ node }) => clientVersionOf(node)),
	method("web3_sha3", [bytes], (_, data) => bytesToHex(keccak256(data))),
];
