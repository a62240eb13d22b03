import { bytesToHex, type CallResult } from "@evmore/evm";

import type { Abi, AbiItem } from "../abi/abi.js";
import { describeLog } from "../abi/decode-logs.js";
import { decodeOutput } from "../abi/decode-output.js";
import { describeRevert } from "../abi/decode-revert.js";
import type { Styles } from "../terminal.js";
import { haltReasons } from "./halt-reasons.js";

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

/**
 * What return data mean, for people: decoded when the function called is known with its return types; a single word as the
 * number that it most often is.
 */
export async function describeValue(result: CallResult, called: AbiItem | undefined): Promise<string[]> {
	if (result.status !== "success" || result.createdAddress !== undefined) return [];
	if (called === undefined) return result.output.length === 32 ? [`returned ${BigInt(bytesToHex(result.output))}`] : [];
	const values = await decodeOutput(bytesToHex(result.output), called);
	return values === undefined ? [] : values.map((value) => `returned ${value}`);
}
