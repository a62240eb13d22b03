import type { Address } from "../bytes/address.js";
import { BaseError } from "../errors/base-error.js";
import type { Activation, Chain } from "./chain.js";
import { mainnet } from "./chains/mainnet.js";
import { findFork } from "./find-fork.js";
import { type ForkName, forkNames } from "./fork-name.js";
import { resolveSpec, type Spec } from "./spec.js";

/** A `config` with a value that is not what its place asks for. */
export class InvalidChainConfigError extends BaseError {}

/** A network as a genesis file's `config` describes it. */
export interface ConfiguredChain {
	readonly network: Chain;
	/** The rules of a fork on this network: with the blob parameters that the configuration sets. */
	specOf(fork: ForkName): Spec;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the `config` of a genesis file as go-ethereum writes it: `homesteadBlock`, `cancunTime` and so on,
 * `terminalTotalDifficulty`, `depositContractAddress`, `blobSchedule` (EIP-7840). Forks that are not named, or `null`, do not come;
 * names that mean no known fork are passed over, as go-ethereum does.
 *
 * @param genesisDifficulty - of the first block, which may reach the terminal total difficulty already
 * @throws {InvalidChainConfigError} a value is not what its place asks for
 */
export function parseChainConfig(config: unknown, genesisDifficulty = 0n): ConfiguredChain {
	const fields = asObject(config, "config");
	const terminalTotalDifficulty = readDifficulty(fields);
	const network: Chain = {
		name: "custom",
		chainId: readNumber(fields, "chainId") ?? 1,
		activations: readActivations(fields, terminalTotalDifficulty, genesisDifficulty),
		terminalTotalDifficulty,
		daoForkBlock: fields.daoForkSupport === true ? readNumber(fields, "daoForkBlock") : undefined,
		mergeSplitBlock: readNumber(fields, "mergeNetsplitBlock"),
		depositContract: readDepositContract(fields),
	};
	const schedule = readBlobSchedule(fields);
	const specs = new Map<ForkName, Spec>();
	return {
		network,
		specOf(fork) {
			let spec = specs.get(fork);
			if (spec === undefined) {
				spec = withBlobParameters(resolveSpec(fork), schedule);
				specs.set(fork, spec);
			}
			return spec;
		},
	};
}

function readActivations(
	fields: Fields,
	terminalTotalDifficulty: bigint | undefined,
	genesisDifficulty: bigint,
): Activation[] {
	const found = new Map<ForkName, Activation>();
	for (const key of Object.keys(fields)) {
		const match = /^(\w+)(Block|Time)$/.exec(key);
		const fork = match === null ? undefined : findFork(match[1]!)?.name;
		if (fork === undefined) continue;
		const at = readNumber(fields, key);
		if (at === undefined) continue;
		found.set(fork, match![2] === "Block" ? { fork, block: at } : { fork, time: at });
	}
	// The merge's block is where the network split; the rules change by the total difficulty.
	const merge = findFork("Merge")!.name;
	if (terminalTotalDifficulty !== undefined) {
		const isFromStart = genesisDifficulty >= terminalTotalDifficulty || fields.terminalTotalDifficultyPassed === true;
		found.set(
			merge,
			isFromStart ? { fork: merge, block: 0 } : { fork: merge, totalDifficulty: terminalTotalDifficulty },
		);
	}
	const first = forkNames[0];
	if (!found.has(first)) found.set(first, { fork: first, block: 0 });
	return forkNames.flatMap((fork) => found.get(fork) ?? []);
}

function readDifficulty({ terminalTotalDifficulty: value }: Fields): bigint | undefined {
	if (value === undefined || value === null) return undefined;
	const isText = typeof value === "string" && /^(0x[0-9a-f]{1,64}|\d{1,78})$/i.test(value);
	if (isText || (typeof value === "number" && value >= 0 && Number.isInteger(value))) return BigInt(value);
	throw new InvalidChainConfigError("config.terminalTotalDifficulty is not an unsigned integer");
}

function readNumber(fields: Fields, key: string): number | undefined {
	const value = fields[key];
	if (value === undefined || value === null) return undefined;
	if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
	throw new InvalidChainConfigError(`config.${key} is not an unsigned integer`);
}

function readDepositContract({ depositContractAddress: value }: Fields): Address {
	if (value === undefined || value === null) return mainnet.depositContract;
	if (typeof value === "string" && /^0x[0-9a-f]{40}$/i.test(value)) return value.toLowerCase() as Address;
	throw new InvalidChainConfigError("config.depositContractAddress is not an address");
}

interface BlobParameters {
	readonly targetBlobs: number;
	readonly maxBlobs: number;
	readonly blobBaseFeeUpdateFraction: number;
}

function readBlobSchedule(fields: Fields): ReadonlyMap<ForkName, BlobParameters> {
	const schedule = new Map<ForkName, BlobParameters>();
	if (fields.blobSchedule === undefined || fields.blobSchedule === null) return schedule;
	for (const [key, value] of Object.entries(asObject(fields.blobSchedule, "config.blobSchedule"))) {
		const fork = findFork(key)?.name;
		if (fork === undefined) continue;
		const entry = asObject(value, `config.blobSchedule.${key}`);
		const read = (name: string): number => {
			const number = readNumber(entry, name);
			if (number === undefined) throw new InvalidChainConfigError(`config.blobSchedule.${key}.${name} is missing`);
			return number;
		};
		schedule.set(fork, {
			targetBlobs: read("target"),
			maxBlobs: read("max"),
			// Clients agree on the first name; some write the second.
			blobBaseFeeUpdateFraction: read(
				entry.base_fee_update_fraction === undefined ? "baseFeeUpdateFraction" : "base_fee_update_fraction",
			),
		});
	}
	return schedule;
}

/** The parameters of the fork's own entry, or of the last one before it. */
function withBlobParameters(spec: Spec, schedule: ReadonlyMap<ForkName, BlobParameters>): Spec {
	const until = forkNames.slice(0, forkNames.indexOf(spec.fork) + 1);
	const parameters = until.reduceRight<BlobParameters | undefined>(
		(found, fork) => found ?? schedule.get(fork),
		undefined,
	);
	if (parameters === undefined || !spec.rules.blobs) return spec;
	const entries = Object.entries(parameters) as [keyof BlobParameters, number][];
	if (entries.every(([name, value]) => spec.parameters[name] === value)) return spec;
	return Object.freeze({ ...spec, parameters: Object.freeze({ ...spec.parameters, ...parameters }) });
}

function asObject(value: unknown, place: string): Fields {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
	throw new InvalidChainConfigError(`${place} is not an object`);
}
