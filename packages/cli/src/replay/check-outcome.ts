import {
	type BlockOutcome,
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	hashRequests,
} from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import type { BlockFile } from "./block-file.js";

/** Something a header says, and what was found. */
export interface OutcomeCheck {
	readonly name: string;
	readonly found: string;
	readonly expected: string;
	readonly ok: boolean;
}

/** Compares what came of a block with what its header says. The state root only where it can be computed. */
export function checkOutcome({ block, spec, hasStateRoot }: BlockFile, outcome: BlockOutcome): OutcomeCheck[] {
	const { header, transactionBytes, withdrawals } = block;
	const checks: OutcomeCheck[] = [];
	const compare = (name: string, found: bigint | string, expected: bigint | string | undefined): void => {
		const texts = { found: String(found), expected: expected === undefined ? "none" : String(expected) };
		checks.push({ name, ...texts, ok: found === expected });
	};
	compare("gas used", outcome.gasUsed, header.gasUsed);
	if (spec.rules.blobs) compare("blob gas used", outcome.blobGasUsed, header.blobGasUsed);
	compare("receipts root", computeReceiptsRoot(outcome.receipts), header.receiptsRoot);
	compare("logs bloom", bytesToHex(outcome.logsBloom), bytesToHex(header.logsBloom));
	compare("transactions root", computeTransactionsRoot(transactionBytes), header.transactionsRoot);
	if (withdrawals !== undefined) {
		compare("withdrawals root", computeWithdrawalsRoot(withdrawals), header.withdrawalsRoot);
	}
	if (spec.rules.requests) compare("requests hash", hashRequests(outcome.requests), header.requestsHash);
	if (hasStateRoot) compare("state root", outcome.stateRoot, header.stateRoot);
	return checks;
}
