import { type Ancestor, decodeBlock, hashHeader, InvalidBlockError, type SizedBlock } from "@evmore/evm/block";
import type { Hash } from "@evmore/evm/bytes";
import { type Chain, chains, forkAt, getFork, mainnet, resolveSpec, type Spec } from "@evmore/evm/spec";
import { createWitnessState } from "@evmore/evm/state";
import { InputError } from "../errors.js";
import type { BlobScheduleJson } from "../statetest/state-test.js";
import { withBlobSchedule } from "../test-runner/blob-schedule.js";
import { JsonFields } from "./json-fields.js";
import { PartialState, type ReplayState } from "./partial-state.js";
import { readHeader } from "./rpc-header.js";

/** A block with what its execution reads. */
export interface BlockFile {
	readonly block: SizedBlock;
	/** Bytes of the block. */
	readonly rlp: Uint8Array;
	readonly network: Chain;
	readonly spec: Spec;
	/** The block's parent, when its header is in the file: then the block's header can be checked. */
	readonly parent: Ancestor | undefined;
	/** Where the state is from, for people. */
	readonly source: string;
	/** Whether the state root after the block can be computed from the file. */
	readonly hasStateRoot: boolean;
	/** The state before the block, a new one each time. */
	createState(): ReplayState;
	/** Of an earlier block. @throws {InputError} the file does not have it */
	blockHash(number: bigint): Hash;
}

/**
 * Reads a file of one block: `blockRlp`, the state before it as accounts (`pre`) or as a witness of trie nodes (`witness`),
 * `blockHashes`, and what the rules are (`fork` and `blobSchedule`, else the network's of `chainId`).
 *
 * @param name - the file, for messages
 * @param fork - rules to follow instead of those of the file
 * @throws {InputError} a field is missing, or not what its place asks for
 */
export function readBlockFile(json: unknown, name: string, fork?: string): BlockFile {
	const file = new JsonFields(name, json);
	const rlp = file.bytes(["blockRlp", "rlp"].find((field) => file.has(field)) ?? "blockRlp");
	const block = decodeNamed(rlp, name);
	const network = readNetwork(file);
	const spec = readRules(file, network, block, fork);
	const headers = file.has("witness") ? readHeaders(file.object("witness"), `${name}.witness`) : [];
	const parent = headers.find(({ hash }) => hash === block.header.parentHash);
	return {
		block,
		rlp,
		network,
		spec,
		parent,
		...readState(file, name, parent),
		blockHash: readBlockHashes(file, name, block, headers),
	};
}

/** Decodes a block; errors name the file. */
export function decodeNamed(rlp: Uint8Array, name: string): SizedBlock {
	try {
		return decodeBlock(rlp);
	} catch (error) {
		if (!(error instanceof InvalidBlockError)) throw error;
		throw new InputError(`${name}: ${error.exception}: ${error.details}`);
	}
}

function readNetwork(file: JsonFields): Chain {
	const chainId = file.has("chainId") ? Number(file.number("chainId")) : 1;
	const known = chains.find((chain) => chain.chainId === chainId);
	return known ?? { ...mainnet, name: `chain ${chainId}`, chainId, daoForkBlock: undefined };
}

function readRules(file: JsonFields, network: Chain, { header }: SizedBlock, fork: string | undefined): Spec {
	if (fork !== undefined) return resolveSpec(fork);
	const named = file.has("fork") ? getFork(file.text("fork")).name : forkAt(network, header);
	const schedule = file.has("blobSchedule") ? readSchedule(file.object("blobSchedule")) : undefined;
	return withBlobSchedule(resolveSpec(named), schedule);
}

function readHeaders(witness: JsonFields, where: string): Ancestor[] {
	if (!witness.has("headers")) return [];
	return witness.list("headers").map((value, index) => {
		const header = readHeader(value, `${where}.headers[${index}]`);
		return { header, hash: hashHeader(header), ommers: [] };
	});
}

/** A witness is preferred to a list of accounts: with it the state root can be checked. */
function readState(
	file: JsonFields,
	name: string,
	parent: Ancestor | undefined,
): Pick<BlockFile, "source" | "hasStateRoot" | "createState"> {
	if (file.has("witness")) {
		const json = file.object("witness");
		const witness = { state: json.bytesList("state"), codes: json.has("codes") ? json.bytesList("codes") : [] };
		if (parent === undefined && !file.has("pre")) {
			throw new InputError(`${name}.witness.headers has no header of the block's parent: its state root is not known`);
		}
		if (parent !== undefined) {
			return {
				source: `a witness of ${witness.state.length} nodes`,
				hasStateRoot: true,
				createState: () => createWitnessState(parent.header.stateRoot, witness),
			};
		}
	}
	const accounts = file.object("pre");
	const createState = (): PartialState => new PartialState(name, accounts);
	const check = file.has("stateRootCheck") ? file.text("stateRootCheck") : undefined;
	return {
		source: `${accounts.names().length} accounts`,
		hasStateRoot: check === "pre" || (parent !== undefined && createState().stateRoot() === parent.header.stateRoot),
		createState,
	};
}

function readBlockHashes(
	file: JsonFields,
	name: string,
	{ header }: SizedBlock,
	headers: readonly Ancestor[],
): BlockFile["blockHash"] {
	const hashes = new Map<bigint, Hash>(headers.map((ancestor) => [ancestor.header.number, ancestor.hash]));
	const listed = file.has("blockHashes") ? file.object("blockHashes") : undefined;
	for (const number of listed?.names() ?? []) {
		if (!/^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(number)) {
			throw new InputError(`${name}.blockHashes has "${number.slice(0, 40)}", no block number`);
		}
		hashes.set(BigInt(number), listed!.hash(number));
	}
	hashes.set(header.number - 1n, header.parentHash);
	return (number) => {
		const hash = hashes.get(number);
		if (hash !== undefined) return hash;
		throw new InputError(`${name}: the block reads the hash of block ${number}, which blockHashes does not have`);
	};
}

/** Blob parameters with numbers as texts, which is what tests have. */
function readSchedule(json: JsonFields): BlobScheduleJson {
	const text = (name: string): string => `0x${json.number(name).toString(16)}`;
	// Clients agree on the first name; some write the second.
	const fraction = json.has("baseFeeUpdateFraction") ? "baseFeeUpdateFraction" : "base_fee_update_fraction";
	return { target: text("target"), max: text("max"), baseFeeUpdateFraction: text(fraction) };
}
