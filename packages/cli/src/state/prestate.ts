import type { Genesis } from "@evmore/evm/block";
import type { MemoryState } from "@evmore/evm/state";
import { InputError } from "../errors.js";
import { isObject, parseJson } from "../input/json-input.js";
import { nameInput, readText } from "../input/text-input.js";

/** What a run begins with: accounts, and the block it runs in. */
export interface Prestate {
	readonly genesis: Genesis;
	/** Of the chain, when the file says. */
	readonly chainId: bigint | undefined;
	/** The rules that its schedule puts in force, when it has one. */
	readonly fork: string | undefined;
}

/** Reads a genesis file as go-ethereum writes it. */
export async function readPrestate(path: string): Promise<Prestate> {
	const text = await readText(path);
	const name = nameInput(path);
	const json = parseJson(text, name);
	const genesis = await readGenesis(json, name);
	const config = isObject(json) && isObject(json.config) ? json.config : {};
	const { chainId } = config;
	if (chainId !== undefined && (!Number.isSafeInteger(chainId) || (chainId as number) < 0)) {
		throw new InputError(`${name}: config.chainId is not an unsigned integer`);
	}
	const { forkOfConfig } = await import("./genesis-fork.js");
	return {
		genesis,
		chainId: chainId === undefined ? undefined : BigInt(chainId as number),
		fork: forkOfConfig(config, genesis, name),
	};
}

/** The genesis in parsed JSON; errors name the file. */
export async function readGenesis(json: unknown, name: string): Promise<Genesis> {
	const { parseGenesis } = await import("@evmore/evm/block");
	try {
		return parseGenesis(json);
	} catch (error) {
		const { shortMessage } = error as { shortMessage?: string };
		if (shortMessage === undefined) throw error;
		throw new InputError(`${name}: ${shortMessage}`);
	}
}

/** Puts the accounts of a genesis into a state. */
export function loadAccounts(state: MemoryState, genesis: Genesis): void {
	for (const { address, ...account } of genesis.accounts) state.setAccount(address, account);
}
