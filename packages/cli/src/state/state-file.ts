import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { bytesToHex } from "@evmore/evm";
import type { MemoryState } from "@evmore/evm/state";
import { describeFileError, InputError } from "../errors.js";
import { isObject, parseJson } from "../input/json-input.js";
import { readText } from "../input/text-input.js";
import { writeOutputFile } from "../output/output-file.js";
import { loadAccounts, readGenesis } from "./prestate.js";
import { sortedAccounts } from "./sorted-accounts.js";

/** Stands in every state file, so that no other JSON file is taken for one and overwritten. */
const formatVersion = 1;

/**
 * Loads accounts and storage from a state file. Its `alloc` is that of a genesis file.
 *
 * @returns false: there is no such file yet
 * @throws {InputError} the file cannot be read or is not, or no longer, a state file
 */
export async function loadState(path: string, state: MemoryState): Promise<boolean> {
	if (path === "-") throw new InputError("--state needs a file: it is written again");
	if (!(await fileExists(path))) return false;
	const name = `${path} (the state file; left as it is)`;
	const json = parseJson(await readText(path), name);
	if (!isObject(json) || !isObject(json.alloc) || typeof json.evmoreState !== "number") {
		throw new InputError(`${name}: not a state file of evmore: "evmoreState" or "alloc" is missing`);
	}
	if (json.evmoreState !== formatVersion) {
		throw new InputError(`${name}: version ${json.evmoreState} is not known, only ${formatVersion}`);
	}
	loadAccounts(state, await readGenesis({ alloc: json.alloc }, name));
	return true;
}

/** Whether it exists; a missing folder is an error at once, not when the work has been done. */
async function fileExists(path: string): Promise<boolean> {
	try {
		await stat(path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw new InputError(describeFileError(error, path));
	}
	try {
		await stat(dirname(path));
		return false;
	} catch {
		throw new InputError(`${path}: its folder does not exist`);
	}
}

/** Writes the state in one step: whatever happens, the file holds either what it held or all of the new state. */
export function saveState(path: string, state: MemoryState): void {
	try {
		writeOutputFile(path, formatState(state), { durable: true });
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		throw new InputError(`the state was not written: ${error.message}`);
	}
}

/** Accounts by address and slots by number, so that equal states are equal files. */
function formatState(state: MemoryState): string {
	const alloc: Record<string, unknown> = {};
	for (const { address, nonce, balance, code, slots } of sortedAccounts(state)) {
		alloc[address] = {
			balance: `0x${balance.toString(16)}`,
			...(nonce !== 0n && { nonce: `0x${nonce.toString(16)}` }),
			...(code.length > 0 && { code: bytesToHex(code) }),
			...(slots.length > 0 && { storage: Object.fromEntries(slots.map(([slot, value]) => [word(slot), word(value)])) }),
		};
	}
	return `${JSON.stringify({ evmoreState: formatVersion, alloc }, undefined, "\t")}\n`;
}

function word(value: bigint): string {
	return `0x${value.toString(16).padStart(64, "0")}`;
}
