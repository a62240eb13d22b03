import { MemoryState, parseAddress } from "@evmore/evm";
import { emptyBlock } from "@evmore/evm/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { createTracer, traceTransaction } from "@evmore/evm/trace";
import type { Transaction } from "@evmore/evm/tx";
import { expect, test } from "vitest";
import { SlowState } from "../library/slow-state.js";
import { coinbase, sender } from "./accounts.js";
import { fuzzForks } from "./forks.js";
import { assembleItems } from "./item.js";
import { describeProgram, generateProgram } from "./program.js";

// What a transaction looked at is found without steps, from what the machine has loaded. Here the same tracer watches every step.

const programsPerFork = 8;

test.each(fuzzForks.map(({ name }) => name))(
	"%s: the state that random transactions look at is the same with steps and without",
	async (fork) => {
		const spec = resolveSpec(fork);
		let slots = 0;
		for (let index = 0; index < programsPerFork; index++) {
			const program = generateProgram("prestate", index, fork);
			const state = new MemoryState();
			for (const { address, balance, nonce, code, storage } of program.accounts) {
				state.setAccount(parseAddress(address), { balance, nonce, code: assembleItems(code), storage });
			}
			const block = { ...emptyBlock, number: 100n, coinbase: parseAddress(coinbase) };
			const { to, data, value, gas } = program.messages[0]!;
			const transaction: Transaction = {
				type: 0,
				nonce: program.accounts.find(({ address }) => address === sender)!.nonce,
				to: to === undefined ? undefined : parseAddress(to),
				data: assembleItems(data),
				value,
				gasPrice: 1n,
				gasLimit: 200_000n + (gas < 100_000n ? gas : 100_000n),
				chainId: undefined,
				signature: undefined,
			};
			const traced = { transaction, sender: parseAddress(sender) };
			for (const tracerConfig of [{}, { diffMode: true }, { includeEmpty: true }]) {
				const place = { spec, block, chainId: 1n };
				const settings = { config: { tracer: "prestateTracer", tracerConfig } };
				const fast = await traceTransaction({ ...place, state }, traced, settings);
				const watcher = { tracer: createTracer("prestateTracer", tracerConfig) };
				const watched = await traceTransaction({ ...place, state }, traced, watcher);
				const slow = await traceTransaction({ ...place, state: new SlowState(state) }, traced, settings);
				const text = `${JSON.stringify(tracerConfig)}\n${describeProgram(program)}`;
				expect([fast, text]).toEqual([watched, text]);
				expect([slow, text]).toEqual([fast, text]);
				slots += JSON.stringify(fast).split('"storage"').length - 1;
			}
		}
		expect(slots).toBeGreaterThan(0);
	},
);
