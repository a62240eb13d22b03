import { InvalidBlockError, splitBlocks } from "@evmore/evm/block";
import { Blockchain } from "@evmore/evm/chain";
import type { Machine } from "@evmore/evm/evm";
import { type ForkName, resolveSpec, type Spec } from "@evmore/evm/spec";
import { InputError } from "../errors.js";
import { parseJson } from "../input/json-input.js";
import { readGenesis } from "../state/prestate.js";
import { readChainConfig } from "./chain-config.js";
import { JsonFields } from "./json-fields.js";
import { type ReplayInput, readPackedJson } from "./read-input.js";

/** What a file of blocks is imported from and into. */
export interface ChainSource {
	/** The file, for messages. */
	readonly name: string;
	/** Of all blocks together. */
	readonly sizeBytes: number;
	/** Their RLP, in the order of the file. */
	readonly blocks: readonly Uint8Array[];
	createChain(machine: Machine): Blockchain;
}

/** Reads the genesis, and takes the blocks of a file apart. */
export async function openChainSource(
	input: Exclude<ReplayInput, { kind: "block" }>,
	name: string,
	genesisPath: string,
	fork: string | undefined,
): Promise<ChainSource> {
	const json = readPackedJson(genesisPath);
	const genesis = await readGenesis(json, genesisPath);
	const { network, specOf } = readChainConfig(json, genesis.difficulty, genesisPath);
	const spec = fork === undefined ? undefined : resolveSpec(fork);
	const rules = spec === undefined ? { network, specOf } : fixedRules(network, spec);
	const blocks = input.kind === "chain" ? splitNamed(input.bytes, name) : readLines(input.lines, name);
	return {
		name,
		sizeBytes: blocks.reduce((sum, { length }) => sum + length, 0),
		blocks,
		createChain: (machine) => new Blockchain({ ...rules, genesis, machine }),
	};
}

/** The same rules from the first block on. */
function fixedRules(network: Blockchain["network"], spec: Spec): { network: Blockchain["network"]; specOf(): Spec } {
	return { network: { ...network, activations: [{ fork: spec.fork as ForkName, block: 0 }] }, specOf: () => spec };
}

function splitNamed(bytes: Uint8Array, name: string): Uint8Array[] {
	try {
		return [...splitBlocks(bytes)];
	} catch (error) {
		if (!(error instanceof InvalidBlockError)) throw error;
		throw new InputError(`${name}: ${error.exception}: ${error.details}`);
	}
}

function readLines(lines: readonly string[], name: string): Uint8Array[] {
	return lines.map((line, index) => {
		const where = `${name}, line ${index + 1}`;
		return new JsonFields(where, parseJson(line, where)).bytes("block");
	});
}
