import { join } from "node:path";
import type { AccountChange } from "@evmore/evm";
import { createWitnessState, MissingNodeError, type Witness } from "@evmore/evm/state";
import { describe, expect, test } from "vitest";
import { type Hex, hexToBytes } from "../../packages/evm/src/bytes/hex.js";
import { fixturesDir, readJson } from "../fixtures.js";

interface DiffAccount {
	readonly balance: Hex;
	readonly nonce: Hex;
	readonly codeHash: Hex;
	readonly storageHash: Hex;
}

/** Mainnet block 22615247: the nodes its execution needs, and what it changed. */
interface WitnessFile {
	readonly expect: { readonly stateRoot: Hex };
	readonly stateDiffs: readonly {
		readonly address: Hex;
		/** Left out when the account did not exist. */
		readonly preAccount?: DiffAccount;
		readonly postAccount?: DiffAccount;
		readonly storage?: readonly { readonly storageKey: Hex; readonly preValue: Hex; readonly postValue: Hex }[];
	}[];
	readonly witness: {
		readonly state: readonly Hex[];
		readonly codes: readonly Hex[];
		readonly headers: readonly { readonly stateRoot: Hex }[];
	};
}

const folder = fixturesDir();

describe.skipIf(folder === undefined)("the witness of a mainnet block", () => {
	const file = readJson(join(folder ?? "", "real-mainnet-blocks/22615247.json.gz")) as WitnessFile;
	const witness: Witness = {
		state: file.witness.state.map(hexToBytes),
		codes: file.witness.codes.map(hexToBytes),
	};
	const preRoot = file.witness.headers[0]!.stateRoot;
	const changes = file.stateDiffs.map(({ address, postAccount, storage = [] }): AccountChange => {
		const account =
			postAccount === undefined
				? undefined
				: {
						nonce: BigInt(postAccount.nonce),
						balance: BigInt(postAccount.balance),
						codeHash: postAccount.codeHash,
					};
		const slots = storage.map(({ storageKey, postValue }) => [BigInt(storageKey), BigInt(postValue)] as const);
		return { address, account, code: undefined, storageCleared: false, storage: new Map(slots) };
	});

	test("has what the block read", () => {
		const state = createWitnessState(preRoot, witness);
		let slots = 0;
		for (const { address, preAccount, storage = [] } of file.stateDiffs) {
			const account = state.getAccount(address);
			expect(account?.balance, address).toBe(preAccount === undefined ? undefined : BigInt(preAccount.balance));
			expect(account?.nonce, address).toBe(preAccount === undefined ? undefined : BigInt(preAccount.nonce));
			expect(account?.codeHash, address).toBe(preAccount?.codeHash);
			for (const { storageKey, preValue } of storage) {
				expect(state.getStorage(address, BigInt(storageKey))).toBe(BigInt(preValue));
				slots++;
			}
		}
		expect(file.stateDiffs.length).toBe(49);
		expect(slots).toBe(48);
		expect(state.stateRoot()).toBe(preRoot);
	});

	test("gives the block's state root", () => {
		const state = createWitnessState(preRoot, witness);
		state.applyChanges(changes);
		expect(state.stateRoot()).toBe(file.expect.stateRoot);
	});

	test("without a node gives an error that names its path, never another root", () => {
		let refused = 0;
		witness.state.forEach((_, index) => {
			if (index % 8 !== 0) return;
			const state = createWitnessState(preRoot, { ...witness, state: witness.state.toSpliced(index, 1) });
			state.applyChanges(changes);
			let root: string | undefined;
			try {
				root = state.stateRoot();
			} catch (error) {
				if (!(error instanceof MissingNodeError)) throw error;
				expect(error.path).toMatch(/^[0-9a-f]*$/);
				refused++;
			}
			if (root !== undefined) expect(root).toBe(file.expect.stateRoot);
		});
		expect(refused).toBeGreaterThan(20);
	});
});
