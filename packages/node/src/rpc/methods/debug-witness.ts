import { recordWitness } from "../../execution/execution-witness.js";
import { blockName } from "../block-name.js";
import { method, type RpcMethod } from "../method.js";
import { refuseFork, requireBlock } from "./eth-state.js";

export const witnessMethods: readonly RpcMethod[] = [
	method("debug_executionWitness", [blockName], async ({ node }, name) => {
		refuseFork(node, "witnesses");
		const { stored } = await requireBlock(node, name);
		return recordWitness(node.chain, stored);
	}),
];
