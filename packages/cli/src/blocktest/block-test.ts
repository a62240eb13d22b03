import { isObject } from "../input/json-input.js";
import type { AccountJson, BlobScheduleJson } from "../statetest/state-test.js";

/** A blockchain test as test suites hold it (https://eest.ethereum.org/main/running_tests/test_formats/blockchain_test/). */
export interface BlockTest {
	/** A fork, or a transition between two. */
	readonly network: string;
	readonly genesisBlockHeader: Readonly<Record<string, string>>;
	/** Missing in some old tests. */
	readonly genesisRLP?: string;
	readonly pre: Readonly<Record<string, AccountJson>>;
	/** In import order. */
	readonly blocks: readonly BlockJson[];
	readonly lastblockhash: string;
	/** The state at the head, or its root. */
	readonly postState?: Readonly<Record<string, AccountJson>>;
	readonly postStateHash?: string;
	/** `Ethash`: headers carry a real proof of work. */
	readonly sealEngine?: string;
	readonly config?: {
		readonly chainid?: string;
		readonly blobSchedule?: Readonly<Record<string, BlobScheduleJson>>;
	};
}

/** A block to import. Invalid ones say so by `expectException…`, or by having nothing but their RLP. */
export interface BlockJson {
	readonly rlp: string;
	readonly blockHeader?: Readonly<Record<string, string>>;
	readonly [expectation: `expectException${string}`]: string | undefined;
}

/** Whether a value has the parts of a blockchain test. */
export function isBlockTest(test: unknown): test is BlockTest {
	if (!isObject(test) || !isObject(test.pre) || !isObject(test.genesisBlockHeader)) return false;
	if (typeof test.network !== "string" || typeof test.lastblockhash !== "string") return false;
	if (!isObject(test.postState) && typeof test.postStateHash !== "string") return false;
	return Array.isArray(test.blocks) && test.blocks.every((block) => isObject(block) && typeof block.rlp === "string");
}

/**
 * What a test expects of a block: undefined for a valid one, else the names of the fault; "" when any will do. The older
 * suites name faults per fork, in words of their own.
 */
export function expectedException(block: BlockJson): string | undefined {
	const named = Object.entries(block).filter(([key]) => key.startsWith("expectException"));
	const [first] = named;
	if (first === undefined) return block.blockHeader === undefined ? "" : undefined;
	const names = block.expectException;
	// The file may hold anything there.
	return typeof names === "string" && names.includes("Exception.") ? names : "";
}
