import type { AccountChange, Address } from "@evmore/evm";
import { MemoryState } from "@evmore/evm";
import { emptyCodeHash, emptyRootHash } from "@evmore/evm/crypto";
import { MemoryStateStore } from "@evmore/evm/state";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OverlayState } from "./overlay-state.js";

const addressOf = (n: number): Address => `0x${(n + 1).toString(16).padStart(40, "0")}`;
const accounts = 5;
const slots = 4n;

const storage = fc.array(fc.tuple(fc.bigInt(0n, slots - 1n), fc.bigInt(0n, 2n)), { maxLength: 4 });
const content = fc.array(fc.record({ balance: fc.bigInt(0n, 3n), storage }), {
	minLength: accounts,
	maxLength: accounts,
});
const step = fc.record({
	kind: fc.constantFrom("write", "clear", "delete", "commit"),
	n: fc.nat(accounts - 1),
	balance: fc.bigInt(0n, 3n),
	storage,
});

/** The state with this content; who has no balance is not there. */
function createState(
	entries: readonly { readonly balance: bigint; readonly storage: [bigint, bigint][] }[],
): MemoryState {
	const state = new MemoryState();
	for (const [n, { balance, storage: of }] of entries.entries()) {
		if (balance > 0n)
			state.setAccount(addressOf(n), { balance, storage: new Map(of.filter(([, value]) => value > 0n)) });
	}
	return state;
}

async function observe(state: OverlayState | MemoryState): Promise<unknown> {
	const seen: unknown[] = [];
	for (let n = 0; n < accounts; n++) {
		const account = await state.getAccount(addressOf(n));
		seen.push(account && [account.nonce, account.balance, account.codeHash]);
		for (let slot = 0n; slot < slots; slot++) seen.push(await state.getStorage(addressOf(n), slot));
	}
	return seen;
}

test("a state over another is what one state would be, whatever is written, cleared, deleted and committed", async () => {
	await fc.assert(
		fc.asyncProperty(content, fc.array(step, { maxLength: 30, size: "max" }), async (entries, steps) => {
			const base = createState(entries);
			const whole = createState(entries);
			const before = await observe(base);
			const store = new MemoryStateStore();
			let overlay = new OverlayState(store, emptyRootHash, base);
			for (const { kind, n, balance, storage: written } of steps) {
				if (kind === "commit") {
					// Another one over the same root knows all of it.
					overlay = new OverlayState(store, overlay.stateRoot(), base);
				} else {
					const isDeleted = kind === "delete";
					const change: AccountChange = {
						address: addressOf(n),
						account: isDeleted ? undefined : { nonce: 1n, balance, codeHash: emptyCodeHash },
						code: undefined,
						storageCleared: kind !== "write",
						storage: isDeleted ? new Map() : new Map(written),
					};
					overlay.applyChanges([change]);
					whole.applyChanges([change]);
				}
				expect(await observe(overlay)).toEqual(await observe(whole));
			}
			expect(await observe(base)).toEqual(before);
		}),
		{ numRuns: 200 },
	);
});
