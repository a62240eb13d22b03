import { createEvm, type EvmOptions, MemoryState, parseAddress } from "@evmore/evm";
import { describe, expect, test } from "vitest";

const from = parseAddress(`0x${"aa".repeat(20)}`);
const to = parseAddress(`0x${"c0".repeat(20)}`);
const engines = ["interpreter", "compiler"] as const;

const stateWith = (account: { balance?: bigint; nonce?: bigint }): MemoryState => new MemoryState({ [from]: account });

// The balance became 2^256 - 4, and the nonce 0.
describe.each(engines)("a creation without a transaction: %s", (engine) => {
	test.each([
		["insufficientBalance", { balance: 1n }, 5n],
		["nonceOverflow", { nonce: 2n ** 64n - 1n }, 0n],
	] as const)("that cannot start changes nothing: %s", (reason, account, value) => {
		const state = stateWith(account);
		const before = state.getAccount(from);
		const options: EvmOptions = { state, engine };
		const result = createEvm(options).call({ from, data: "0x60015f55", value, commit: true });
		expect(result).toMatchObject({ status: "halt", reason, gasUsed: 0n });
		expect(state.getAccount(from)).toEqual(before);
		expect([...state.addresses()]).toEqual([from]);
	});

	test("that can goes on as before", () => {
		const state = stateWith({ balance: 5n, nonce: 2n ** 64n - 2n });
		const result = createEvm({ state, engine }).call({ from, data: "0x60015f55", value: 5n, commit: true });
		expect(result.status).toBe("success");
		expect(state.getAccount(from)).toMatchObject({ balance: 0n, nonce: 2n ** 64n - 1n });
		expect(state.getAccount(result.createdAddress!)).toMatchObject({ balance: 5n, nonce: 1n });
	});

	// Both were carried out.
	test.each([
		["a transfer", { to, value: 5n }],
		["a creation", { data: "0x60015f5500" as const }],
	])("isStatic refuses changes of state: %s", (_, call) => {
		const state = stateWith({ balance: 9n });
		const result = createEvm({ state, engine }).call({ from, ...call, isStatic: true, commit: true });
		expect(result).toMatchObject({ status: "halt", reason: "staticWrite" });
		expect([...state.addresses()]).toEqual([from]);
		expect(state.getAccount(from)).toMatchObject({ balance: 9n, nonce: 0n });
	});
});
