import { createEvm, MemoryState, parseAddress } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { hexToBytes } from "@evmore/evm/bytes";
import type { ForkName } from "@evmore/evm/spec";
import { createTracer } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const from = parseAddress(`0x${"11".repeat(20)}`);
const to = parseAddress(`0x${"aa".repeat(20)}`);
const other = parseAddress(`0x${"bb".repeat(20)}`);

const one = `0x${"1".padStart(64, "0")}`;
const seven = `0x${"7".padStart(64, "0")}`;

interface Setting {
	readonly startsFresh?: boolean;
	readonly around?: boolean;
}

function trace(code: string, tracerConfig: object, { startsFresh, around }: Setting, commit = false): unknown {
	const state = new MemoryState();
	state.setAccount(from, { balance: 1000n, nonce: 3n });
	state.setAccount(to, { code: assemble(code) });
	const tracer = around
		? createTracer("muxTracer", { prestateTracer: tracerConfig, callTracer: {} }, { startsFresh })
		: createTracer("prestateTracer", tracerConfig, { startsFresh });
	createEvm({ fork: "Osaka", state }).call({ from, to, value: 10n, gas: 200_000n, tracer, commit });
	const result = tracer.result();
	return around ? (result as { prestateTracer: unknown }).prestateTracer : result;
}

const settings: [string, Setting][] = [
	["with steps", {}],
	["without", { startsFresh: true }],
	["in muxTracer", { around: true }],
];

// The sender was missing, and a call that is taken back when it is over had changed nothing.
test.each(settings)("prestateTracer knows the sender of a call without a transaction, %s", (_, setting) => {
	const pre = trace("PUSH 7 PUSH 1 SSTORE", {}, setting);
	expect(pre).toMatchObject({
		[from]: { balance: "0x3e8", nonce: 3 },
		[to]: { balance: "0x0", storage: { [one]: `0x${"0".repeat(64)}` } },
	});
	expect(Object.keys(pre as object).sort()).toEqual([from, to]);
});

test.each(settings)("prestateTracer tells what a call without a transaction changes, %s", (_, setting) => {
	for (const commit of [false, true]) {
		const code = `PUSH 7 PUSH 1 SSTORE PUSH0 PUSH0 PUSH0 PUSH0 PUSH 4 PUSH20 ${other} GAS CALL`;
		expect(trace(code, { diffMode: true }, setting, commit)).toMatchObject({
			pre: { [from]: { balance: "0x3e8", nonce: 3 }, [to]: { balance: "0x0" } },
			post: {
				[from]: { balance: "0x3de" },
				[to]: { balance: "0x6", storage: { [one]: seven } },
				[other]: { balance: "0x4" },
			},
		});
	}
});

test.each(settings)("a call that fails changes nothing, %s", (_, setting) => {
	const code = "PUSH 7 PUSH 1 SSTORE PUSH0 PUSH0 REVERT";
	expect(trace(code, { diffMode: true }, setting)).toEqual({ pre: {}, post: {} });
});

test.each(settings)("what fails within a call changes nothing, %s", (_, setting) => {
	const state = `PUSH 7 PUSH 1 SSTORE PUSH 0x5ffd PUSH0 MSTORE PUSH 2 PUSH 30 PUSH 4 CREATE`;
	const diff = trace(state, { diffMode: true }, setting) as { post: Record<string, unknown> };
	expect(diff.post[to]).toMatchObject({ balance: "0xa", nonce: 1 });
});

test.each(settings)("a creation without a transaction is told as well, %s", (_, { startsFresh }) => {
	const state = new MemoryState();
	state.setAccount(from, { balance: 1000n, nonce: 3n });
	const tracer = createTracer("prestateTracer", { diffMode: true }, { startsFresh });
	const data = assemble("PUSH 7 PUSH 1 SSTORE PUSH 1 PUSH0 RETURN");
	const result = createEvm({ fork: "Osaka", state }).call({ from, data, value: 10n, gas: 200_000n, tracer });
	expect(result.status).toBe("success");
	const { pre, post } = tracer.result() as { pre: Record<string, unknown>; post: Record<string, unknown> };
	expect(pre).toEqual({ [from]: { balance: "0x3e8", nonce: 3 } });
	const [created] = Object.keys(post).filter((address) => address !== from);
	expect(post[created!]).toMatchObject({ balance: "0xa", nonce: 1, code: "0x00", storage: { [one]: seven } });
	expect(post[from]).toEqual({ balance: "0x3de", nonce: 4 });
});

// Before there were delegations the account that such a code names was looked at all the same.
test.each<[ForkName, string, boolean]>([
	["Cancun", "itself", false],
	["Cancun", "by a contract", false],
	["Prague", "itself", true],
	["Prague", "by a contract", true],
])("what a code delegates to is looked at where there are delegations: %s, called %s", (fork, how, looksAtTarget) => {
	const state = new MemoryState();
	const delegating = parseAddress(`0x${"dd".repeat(20)}`);
	state.setAccount(to, { code: assemble(`PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${delegating} GAS CALL`) });
	state.setAccount(delegating, { code: hexToBytes(`0xef0100${other.slice(2)}`) });
	state.setAccount(other, { balance: 1n });
	const tracer = createTracer("prestateTracer");
	createEvm({ fork, state }).call({ to: how === "itself" ? delegating : to, gas: 200_000n, tracer });
	const accounts = Object.keys(tracer.result() as object);
	expect(accounts).toContain(delegating);
	expect(accounts.includes(other)).toBe(looksAtTarget);
});
