import type { Hex } from "@evmore/evm";
import { createNode } from "@evmore/node";
import { expect, test } from "vitest";

const account: Hex = "0x0000000000000000000000000000000000000abc";

interface Simulated {
	readonly stateRoot: Hex;
}

async function simulate(stateOverrides: object, calls: readonly object[] = []): Promise<Simulated> {
	const node = await createNode({ timestamp: 1_800_000_000n });
	const simulation = { blockStateCalls: [{ stateOverrides, calls }] };
	try {
		const params = [simulation, "latest"];
		const [block] = (await node.provider.request({ method: "eth_simulateV1", params })) as [Simulated];
		return block;
	} finally {
		await node.close();
	}
}

// It made an empty account: state root and hash of the block were others than go-ethereum's.
test.each([{}, { stateDiff: {} }])("an override that says nothing makes no account (%j)", async (override) => {
	const { stateRoot } = await simulate({ [account]: override });
	expect(stateRoot).toBe((await simulate({})).stateRoot);
	expect((await simulate({ [account]: { balance: "0x1" } })).stateRoot).not.toBe(stateRoot);
});

// The next one was 0.
test("the highest nonce is not used in a simulation, validating or not", async () => {
	const overrides = { [account]: { nonce: "0xffffffffffffffff" } };
	await expect(simulate(overrides, [{ from: account, to: account }])).rejects.toThrow(/nonce has max value/i);
});

// One entry of the wrong form kept the node from starting, for good.
test("answers of a cache that make no sense are asked for again", async () => {
	const origin = await createNode();
	const cache = { open: () => ({ get: () => 5, set: () => undefined }) };
	const node = await createNode({ fork: { provider: origin.provider, cache } });
	await origin.provider.request({ method: "anvil_setBalance", params: [account, "0x7"] });
	expect(await node.provider.request({ method: "eth_getBalance", params: [account, "latest"] })).toBe("0x7");
	await node.close();
	await origin.close();
});
