// A program that uses @evmore/node.
import { createNode } from "@evmore/node";
import { carryOutOrders } from "./in-process.js";
import { chainSettings } from "./node-peer.js";

const node = await createNode({
	accounts: chainSettings.accounts,
	gasLimit: BigInt(chainSettings.gasLimit),
	hardfork: chainSettings.hardfork,
});
await carryOutOrders(([method, ...params]) => node.provider.request({ method, params }));
