import { type Address, createEvm, defaultForkName, type Evm, MemoryState, resolveSpec } from "@evmore/evm";
import { parseAddressText, parseGas, parseWei } from "../input/option-values.js";
import { loadAccounts, type Prestate, readPrestate } from "../state/prestate.js";
import { loadState, saveState } from "../state/state-file.js";
import type { ExecutionOptions } from "./execution-options.js";

/** What a verb executes in, and with. */
export interface World {
	readonly evm: Evm;
	readonly state: MemoryState;
	readonly sender: Address;
	readonly gas: bigint;
	readonly gasPrice: bigint;
	readonly value: bigint;
	/** Writes the state file, when there is to be one. */
	save(): Promise<void>;
}

/**
 * Reads all that the options name before anything runs: rules, state file, genesis, numbers.
 *
 * The rules are those of `--state.fork`, else those that the genesis has a schedule for. A state file that exists is the state; else the accounts of `--prestate` are. The block is that of `--prestate`; its gas
 * limit is `--gas`, as in go-ethereum.
 */
export async function openWorld(options: ExecutionOptions): Promise<World> {
	const gas = parseGas(options.gas);
	const gasPrice = parseWei(options.price, "--price");
	const value = parseWei(options.value, "--value");
	const sender = parseAddressText(options.sender, "--sender");
	const prestate = options.prestate === undefined ? undefined : await readPrestate(options.prestate);
	const spec = resolveSpec(options["state.fork"] ?? prestate?.fork ?? defaultForkName);
	const state = new MemoryState();
	const isKept = options.state !== undefined && (await loadState(options.state, state));
	if (prestate !== undefined && !isKept) loadAccounts(state, prestate.genesis);
	// Somebody who is not in the state has what is sent: else nothing could be sent without a genesis.
	if (value > 0n && state.getAccount(sender) === undefined) state.setAccount(sender, { balance: value });
	const baseFee = prestate?.genesis.baseFee ?? BigInt(spec.parameters.initialBaseFee);
	const evm = createEvm({
		fork: spec.name,
		state,
		chainId: prestate?.chainId ?? 1n,
		block: { ...blockOf(prestate), gasLimit: gas, baseFee: spec.rules.feeMarket ? baseFee : 0n },
	});
	const save = async (): Promise<void> => {
		if (options.state !== undefined) saveState(options.state, state);
	};
	return { evm, state, sender, gas, gasPrice, value, save };
}

function blockOf(prestate: Prestate | undefined): object {
	if (prestate === undefined) return {};
	const { number, timestamp, coinbase, difficulty, mixHash } = prestate.genesis;
	return { number, timestamp, coinbase, difficulty, prevRandao: BigInt(mixHash) };
}
