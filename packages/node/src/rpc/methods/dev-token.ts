import { encodeQuestion, setTokenAnswer } from "../../node/deal-token.js";
import { address, looseInteger } from "../codec.js";
import { method, type RpcMethod } from "../method.js";

/** First four bytes of the hashes of `balanceOf(address)` and `allowance(address,address)` (ERC-20). */
const balanceOf = "0x70a08231";
const allowance = "0xdd62ed3e";

export const tokenMethods: readonly RpcMethod[] = [
	method(
		["anvil_dealERC20", "hardhat_dealERC20", "anvil_setERC20Balance"],
		[address, address, looseInteger],
		async ({ node }, of, token, amount) => {
			await setTokenAnswer(node, token, encodeQuestion(balanceOf, of), amount);
			return null;
		},
	),
	method(
		"anvil_setERC20Allowance",
		[address, address, address, looseInteger],
		async ({ node }, owner, spender, token, amount) => {
			await setTokenAnswer(node, token, encodeQuestion(allowance, owner, spender), amount);
			return null;
		},
	),
];
