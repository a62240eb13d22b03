import {
	type Activation,
	type Chain,
	type ForkName,
	findFork,
	forkNames,
	mainnet,
	resolveSpec,
	type Spec,
} from "@evmore/evm/spec";
import { InputError } from "../errors.js";
import type { BlobScheduleJson } from "../statetest/state-test.js";
import { withBlobSchedule } from "../test-runner/blob-schedule.js";
import { JsonFields } from "./json-fields.js";

/** A network, and the rules of its forks. */
export interface ConfiguredChain {
	readonly network: Chain;
	specOf(fork: ForkName): Spec;
}

/**
 * The network that the `config` of a genesis file describes, as go-ethereum writes it: `londonBlock`, `cancunTime`,
 * `terminalTotalDifficulty`, `blobSchedule` and so on.
 *
 * @param genesis - the parsed file
 * @param difficulty - of the first block
 * @param name - the file, for messages
 * @throws {InputError} a field is not what its place asks for, or there is no schedule at all
 */
export function readChainConfig(genesis: unknown, difficulty: bigint, name: string): ConfiguredChain {
	const file = new JsonFields(name, genesis);
	if (!file.has("config")) throw new InputError(`${name}: no "config", which tells when the rules change`);
	const config = file.object("config");
	const scheduled = readActivations(config);
	const schedules = new Map<ForkName, BlobScheduleJson>();
	if (config.has("blobSchedule")) {
		for (const [key, schedule] of config.object("blobSchedule").entries()) {
			const fork = findFork(key);
			if (fork !== undefined && schedule !== undefined) schedules.set(fork.name, readSchedule(schedule));
		}
	}
	const terminal = config.has("terminalTotalDifficulty") ? config.number("terminalTotalDifficulty") : undefined;
	return {
		network: {
			name: "genesis",
			chainId: config.has("chainId") ? readInteger(config, "chainId") : 1,
			activations: withMerge(scheduled, terminal, difficulty),
			terminalTotalDifficulty: terminal,
			daoForkBlock: readDaoFork(config),
			depositContract: config.has("depositContractAddress")
				? config.address("depositContractAddress")
				: mainnet.depositContract,
		},
		specOf: (fork) => withBlobSchedule(resolveSpec(fork), schedules.get(fork)),
	};
}

/** Blob parameters with numbers as texts, which is what tests have. */
export function readSchedule(json: JsonFields): BlobScheduleJson {
	const text = (name: string): string => `0x${json.number(name).toString(16)}`;
	// Clients agree on the first name; some write the second.
	const fraction = json.has("baseFeeUpdateFraction") ? "baseFeeUpdateFraction" : "base_fee_update_fraction";
	return { target: text("target"), max: text("max"), baseFeeUpdateFraction: text(fraction) };
}

/** With which proof of stake begins. */
const merge: ForkName = forkNames.find((fork) => resolveSpec(fork).rules.proofOfStake)!;

/** In the order of the forks, the first of all added. */
function readActivations(config: JsonFields): Activation[] {
	const found = new Map<ForkName, Activation>([[forkNames[0]!, { fork: forkNames[0]!, block: 0 }]]);
	for (const key of config.names()) {
		const match = /^(\w+)(Block|Time)$/.exec(key);
		const fork = match === null || !config.has(key) ? undefined : findFork(match[1]!)?.name;
		if (fork === undefined) continue;
		if (key === "daoForkBlock" && !readDaoSupport(config)) continue;
		const at = readInteger(config, key);
		found.set(fork, match![2] === "Block" ? { fork, block: at } : { fork, time: at });
	}
	return forkNames.flatMap((fork) => found.get(fork) ?? []);
}

/**
 * Proof of stake begins where its block is named; else when a total difficulty is reached, which the first block may have
 * done already. Forks by time only count from then on.
 */
function withMerge(scheduled: readonly Activation[], terminal: bigint | undefined, difficulty: bigint): Activation[] {
	if (terminal === undefined || scheduled.some(({ fork }) => fork === merge)) {
		const isStaked = terminal !== undefined && difficulty >= terminal;
		return isStaked ? startStaked(scheduled) : [...scheduled];
	}
	if (difficulty >= terminal) return startStaked(scheduled);
	return [
		...scheduled.filter((activation) => !isLater(activation)),
		{ fork: merge, totalDifficulty: terminal },
		...scheduled.filter(isLater),
	];
}

function startStaked(scheduled: readonly Activation[]): Activation[] {
	return [{ fork: merge, block: 0 }, ...scheduled.filter(isLater)];
}

function isLater({ fork }: Activation): boolean {
	return forkNames.indexOf(fork) > forkNames.indexOf(merge);
}

function readDaoSupport(config: JsonFields): boolean {
	return config.has("daoForkBlock") && config.names().includes("daoForkSupport");
}

function readDaoFork(config: JsonFields): number | undefined {
	return readDaoSupport(config) ? readInteger(config, "daoForkBlock") : undefined;
}

function readInteger(config: JsonFields, name: string): number {
	const value = config.number(name);
	if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new InputError(`config.${name} is out of range: ${value}`);
	return Number(value);
}
