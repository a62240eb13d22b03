import { bytesToHex } from "@evmore/evm/bytes";
import type { CallResult } from "@evmore/evm";
import type { Abi } from "../abi/abi.js";
import { describeLog } from "../abi/decode-logs.js";
import { describeRevert } from "../abi/decode-revert.js";
import { haltReasons } from "./halt-reasons.js";
import type { Styles } from "../terminal.js";

/** How an execution ended, on one line: status, gas, and why it failed. */
export async function describeOutcome(result: CallResult, abi: Abi, styles: Styles): Promise<string> {
	const gas = `${result.gasUsed} gas used`;
	if (result.status === "success") return `${styles.green("success")}, ${gas}`;
	if (result.status === "halt") return `${styles.red("halted")}, ${gas}: ${haltReasons[result.reason]}`;
	const reason = await describeRevert(result.output, abi);
	return `${styles.yellow("reverted")}, ${gas}${reason === undefined ? ", without a reason" : `: ${reason}`}`;
}

/** The logs of an execution, a line each, decoded where the ABI knows them. */
export async function describeLogs(result: CallResult, abi: Abi, styles: Styles): Promise<string[]> {
	const lines: string[] = [];
	for (const log of result.logs) lines.push(`${styles.dim(log.address)} ${await describeLog(log, abi)}`);
	return lines;
}

/** A single word is most often a number: told so for people, when nothing else says what it is. */
export function describeWord(output: Uint8Array): string | undefined {
	return output.length === 32 ? BigInt(bytesToHex(output)).toString() : undefined;
}
