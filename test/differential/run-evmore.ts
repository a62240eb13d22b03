import { bytesToHex, createEvm, type Evm, type Hash, MemoryState, parseAddress } from "@evmore/evm";
import { sender } from "./accounts.js";
import { fuzzForks } from "./forks.js";
import { fuzzBlock, fuzzBlockHash } from "./fuzz-block.js";
import { assembleItems } from "./item.js";
import { describeAccount, type MessageOutcome, type Outcome } from "./outcome.js";
import { type FuzzProgram, toHex } from "./program.js";

class FuzzState extends MemoryState {
	getBlockHash(number: bigint): Hash {
		return bytesToHex(fuzzBlockHash(number));
	}
}

const machines = new Map<string, { readonly evm: Evm; readonly state: FuzzState }>();

/** The machine of a fork, kept from program to program. */
function machineFor(fork: string, options: Readonly<Record<string, unknown>>): { evm: Evm; state: FuzzState } {
	const key = `${fork} ${JSON.stringify(options)}`;
	let machine = machines.get(key);
	if (machine === undefined) {
		const state = new FuzzState();
		const block = { ...fuzzBlock, coinbase: parseAddress(fuzzBlock.coinbase) };
		machine = { state, evm: createEvm({ fork, state, block, ...options }) };
		machines.set(key, machine);
	}
	return machine;
}

/** Runs a program on evmore. @param options further options of the Evm, such as its engine */
export async function runEvmore(
	program: FuzzProgram,
	options: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
	const { evm, state } = machineFor(fuzzForks[program.fork]!.name, options);
	for (const address of [...state.addresses()]) state.deleteAccount(address);
	for (const { address, balance, nonce, code, storage } of program.accounts) {
		state.setAccount(parseAddress(address), { balance, nonce, code: assembleItems(code), storage });
	}
	const messages: MessageOutcome[] = [];
	for (const { to, data, value, gas, isStatic } of program.messages) {
		const result = await evm.callAsync({
			from: parseAddress(sender),
			to: to === undefined ? undefined : parseAddress(to),
			data: assembleItems(data),
			value,
			gas,
			isStatic,
			gasPrice: 10n,
			commit: true,
		});
		messages.push({
			status: result.status,
			gasUsed: result.gasUsed,
			output: toHex(result.output),
			refund: result.status === "success" ? result.gasRefund : 0n,
			createdAddress: result.status === "success" ? result.createdAddress : undefined,
			logs: result.logs.map(({ address, topics, data }) => `${address}:${topics.join("")}:${toHex(data)}`),
			reason: result.status === "halt" ? result.reason : result.status,
		});
	}
	const accounts = new Map<string, string>();
	for (const address of state.addresses()) {
		const { balance, nonce, codeHash } = state.getAccount(address)!;
		const code = toHex(state.getCode(codeHash));
		accounts.set(address, describeAccount({ balance, nonce, code, storage: [...state.storageOf(address)] }));
	}
	return { messages, accounts };
}
