import { MemoryState, parseAddress, type StateDatabase } from "@evmore/evm";
import { emptyBlock } from "@evmore/evm/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { JsonTracer, traceCall } from "@evmore/evm/trace";
import { expect, test } from "vitest";
import { SlowState } from "../library/slow-state.js";
import { coinbase, sender } from "./accounts.js";
import { assembleItems } from "./item.js";
import { describeProgram, generateProgram } from "./program.js";

// A slow reader makes the engine wait between two instructions (Tracer.takeWaiting). Here it waits before every one.

const programsPerFork = 6;

test.each(["Frontier", "Byzantium", "Istanbul", "London", "Cancun", "Osaka"])(
	"%s: random programs do the same when the engine waits before every instruction",
	async (fork) => {
		let pauses = 0;
		for (let index = 0; index < programsPerFork; index++) {
			const program = generateProgram("pause", index, fork);
			const state = new MemoryState();
			for (const { address, balance, nonce, code, storage } of program.accounts) {
				state.setAccount(parseAddress(address), { balance, nonce, code: assembleItems(code), storage });
			}
			const { to, data, value, gas } = program.messages[0]!;
			const call = {
				from: parseAddress(sender),
				to: to === undefined ? undefined : parseAddress(to),
				data: assembleItems(data),
				value,
				gas: 200_000n + (gas < 20_000n ? gas : 20_000n),
			};
			const trace = async (from: StateDatabase, waits: boolean): Promise<string[]> => {
				const lines: string[] = [];
				const tracer = new JsonTracer({ write: (line) => lines.push(line) }, { memory: true, returnData: true });
				const takeWaiting = (): Promise<void> => {
					pauses++;
					return Promise.resolve();
				};
				const block = { ...emptyBlock, number: 100n, coinbase: parseAddress(coinbase) };
				const place = { spec: resolveSpec(fork), state: from, block, chainId: 1n };
				await traceCall(place, call, { tracer: waits ? Object.assign(tracer, { takeWaiting }) : tracer });
				return lines;
			};
			const straight = await trace(state, false);
			expect(await trace(state, true), describeProgram(program)).toEqual(straight);
			expect(await trace(new SlowState(state), true), describeProgram(program)).toEqual(straight);
		}
		expect(pauses).toBeGreaterThan(100);
	},
);
