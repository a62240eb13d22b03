import { bytesToHex, hexToBytes } from "@evmore/evm";
import { encodeBlock, encodeHeader, encodeReceipt } from "@evmore/evm/block";
import { RpcError } from "../../errors/rpc-error.js";
import { requireParent } from "../../execution/replay-block.js";
import { listChangedAccounts } from "../../state/compare-states.js";
import { blockName, looseBlockName } from "../block-name.js";
import { hash, optional } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { requireBlock } from "./eth-state.js";

export const rawMethods: readonly RpcMethod[] = [
	method("debug_getRawBlock", [blockName], async ({ node }, name) =>
		bytesToHex(encodeBlock((await requireBlock(node, name)).stored.block)),
	),
	method("debug_getRawHeader", [blockName], async ({ node }, name) =>
		bytesToHex(encodeHeader((await requireBlock(node, name)).stored.block.header)),
	),
	method("debug_getRawReceipts", [blockName], async ({ node }, name) =>
		(await requireBlock(node, name)).stored.receipts.map((receipt) => bytesToHex(encodeReceipt(receipt))),
	),
	method("debug_codeByHash", [hash], ({ node }, of) => {
		const code = node.chain.database.getCode(of);
		return code === undefined ? null : bytesToHex(code);
	}),
	method("debug_dbGet", [hash], ({ node }, of) => {
		const { database } = node.chain;
		const found = database.getCode(of) ?? database.getNode(hexToBytes(of));
		if (found === undefined) throw new RpcError("serverError", "not found");
		return bytesToHex(found);
	}),
	method(
		"debug_getModifiedAccountsByNumber",
		[looseBlockName, optional(looseBlockName)],
		async ({ node }, from, to) => {
			const first = (await requireBlock(node, from)).stored;
			const before = to === undefined ? requireParent(node.chain, first) : first;
			const after = to === undefined ? first : (await requireBlock(node, to)).stored;
			return listChangedAccounts(node.chain.database, before.stateRoot, after.stateRoot);
		},
	),
];
