import { describeHalt, describeRevert } from "../errors/execution-fault.js";
import type { ErrorAbi } from "../errors/revert-reason.js";
import type { EventHub } from "./node-events.js";

interface MiningNoteOptions {
	/** Its custom errors are decoded. */
	readonly abi?: ErrorAbi | undefined;
	/** Whether there are lines for what contracts write with console.log. */
	readonly logsConsole: boolean;
	/** Whether there are lines for the calls of everything that is executed. */
	readonly printsTraces: boolean;
}

/** Writes a line for each block and each transaction, for people. */
export function describeMined(
	events: EventHub,
	log: (line: string) => void,
	{ abi, logsConsole, printsTraces }: MiningNoteOptions,
): void {
	events.on("mined", ({ number, hash }) => log(`Block ${number} (${hash})`));
	events.on("executed", ({ hash, result }) => {
		log(`  Transaction ${hash}, gas used ${result.gasUsed}`);
		if (result.createdAddress !== undefined) log(`  Contract created: ${result.createdAddress}`);
		if (result.status === "revert") log(`  Error: ${describeRevert(result.output, abi)}`);
		if (result.status === "halt") log(`  Error: ${describeHalt(result.reason)}`);
	});
	if (printsTraces) events.on("callTree", (line) => log(`  ${line}`));
	if (logsConsole) events.on("consoleLog", (line) => log(`  ${line}`));
}
