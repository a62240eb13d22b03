import { formatGoJson } from "../t8n/go-json.js";
import { parseRlpText, readRlpFile, splitTransactionList } from "../t8n/read-transactions.js";
import { ToolError } from "../t8n/tool-error.js";
import { readPart, stdinSelector, ToolInput } from "../t8n/tool-input.js";
import { findNetwork } from "../t8n/tool-network.js";
import { readChainId } from "../t8n/tool-options.js";
import { writeStream } from "../t8n/tool-output.js";
import { checkTransaction } from "./check-transaction.js";
import type { T9nOptions } from "./t9n-command.js";

/** Runs `t9n`. The rules are those of the first block: a transition's first fork. */
export async function runT9n(options: T9nOptions): Promise<void> {
	const chainId = readChainId(options["state.chainid"]);
	const { spec } = findNetwork(options["state.fork"], chainId, { number: 0n, timestamp: 0n });
	const bytes = await readInput(options["input.txs"]);
	const results = splitTransactionList(bytes).map((transaction) => checkTransaction(transaction, spec, chainId));
	// As Go writes a list that was never made.
	writeStream(1, results.length === 0 ? "null" : formatGoJson(results, 2));
}

async function readInput(source: string): Promise<Uint8Array> {
	if (source === stdinSelector) {
		const parts = await new ToolInput().stdin();
		return parseRlpText(
			readPart("failed unmarshalling stdin", () => parts.text("txsRlp") ?? ""),
			"txsRlp",
		);
	}
	if (!source.endsWith(".rlp")) throw new ToolError("io", "only rlp supported");
	return readRlpFile(source);
}
