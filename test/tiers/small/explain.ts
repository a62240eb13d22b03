import { formatDisassembly } from "@evmore/evm/asm";
import { contracts } from "../../differential/accounts.js";
import { fuzzForks } from "../../differential/forks.js";
import type { Item } from "../../differential/item.js";
import { minimise } from "../../differential/minimise.js";
import { describeProgram, type FuzzProgram, toHex } from "../../differential/program.js";
import { Random } from "../../differential/random.js";
import { Writer } from "../../differential/writer.js";
import { TierComparison } from "../compare-tiers.js";
import type { SmallFailure } from "./campaign.js";
import { describeContract, programsPerContract, type SmallContract, writeInputWords } from "./contract.js";
import { initialAccounts } from "./small-runner.js";

/** Seed and number of a program, from its id. */
export function parseId(id: string): { seed: string; index: number } {
	const at = id.lastIndexOf(":");
	const index = Number(id.slice(at + 1));
	if (at < 0 || !Number.isSafeInteger(index) || index < 0) throw new RangeError(`not SEED:INDEX: ${id}`);
	return { seed: id.slice(0, at), index };
}

/** A program in its contract as text that can be read. */
export function describeSmall({ fork, code, programs }: SmallContract, position: number): string {
	const { entry, data, value, gas, isStatic } = programs[position]!;
	const end = programs[position + 1]?.entry ?? code.length;
	const flags = isStatic ? " static" : "";
	return [
		`${fuzzForks[fork]!.name}, value ${value} gas ${gas}${flags} data 0x${toHex(data)}`,
		`at ${entry.toString(16).padStart(5, "0")} in the contract:`,
		formatDisassembly(code.subarray(entry, end)),
	].join("\n");
}

/** The failure as text, the program taken out of its contract and made as small as it gets. */
export async function explainSmall({ id, contract, position, gas, difference }: SmallFailure): Promise<string> {
	const lines = [`DIFFERENT ${id} (small, gas ${gas}): ${difference}`];
	for (const others of [false, true]) {
		const program = standalone(id, contract, position, gas, others);
		const found = await findGas(program);
		if (found === undefined) continue;
		const small = await minimise(program, async (candidate) => (await findGas(candidate)) !== undefined);
		const last = (await findGas(small))!;
		lines.push(`minimised: ${last.difference}`, describeProgram(withGas(small, last.gas)), "");
		return lines.join("\n");
	}
	lines.push("only behind other programs, or with others in the contract:", describeSmall(contract, position));
	lines.push(`contract 0x${toHex(contract.code)}`, "");
	return lines.join("\n");
}

/** As pieces lose what they cost, a limit that ran out in the right place does so no more: others near it may. */
async function findGas(program: FuzzProgram): Promise<{ gas: bigint; difference: string } | undefined> {
	const comparison = new TierComparison();
	const { gas } = program.messages[0]!;
	const limits = [gas];
	if (gas < 60_000n) {
		for (let less = 1n; less <= 60n && less <= gas; less++) limits.push(gas - less, gas - less * 37n);
	}
	for (const limit of limits) {
		if (limit < 0n) continue;
		const difference = await comparison.compare(withGas(program, limit), "compiler");
		if (difference !== undefined) return { gas: limit, difference };
	}
	return undefined;
}

function withGas(program: FuzzProgram, gas: bigint): FuzzProgram {
	return { ...program, messages: program.messages.map((message) => ({ ...message, gas })) };
}

/** A contract that runs the one program, with the other programs behind it or without. */
function standalone(
	id: string,
	contract: SmallContract,
	position: number,
	gas: bigint,
	withOthers: boolean,
): FuzzProgram {
	const { seed, index } = parseId(id);
	const { ends, programs, labels } = describeContract(seed, Math.floor(index / programsPerContract));
	const others = withOthers ? programs.filter((_, i) => i !== position).flat() : [];
	const code = [...writeStart(labels[position]!, contract.jumpsDirectly), ...ends, ...programs[position]!, ...others];
	const { data, value, isStatic } = contract.programs[position]!;
	const input = data.slice();
	input.fill(0, 0, 32);
	const accounts = initialAccounts(contract).map((account) =>
		account.address === contracts[0] ? { ...account, code } : account,
	);
	const message = { to: contracts[0], data: [{ kind: "raw", bytes: input } as const], value, gas, isStatic };
	return { id, fork: contract.fork, accounts, messages: [message] };
}

/** As the contract's dispatcher, but goes to a label when the first word of the input is 0. */
function writeStart(entry: number, jumpsDirectly: boolean): readonly Item[] {
	const writer = new Writer(new Random("start"), 0);
	const given = Number.MAX_SAFE_INTEGER;
	writeInputWords(writer);
	if (!jumpsDirectly) {
		writer.op(0x80, 0, 1);
		writer.pushLabel(given);
		writer.op(0x57, 2, 0);
	}
	writer.op(0x50, 1, 0);
	writer.pushLabel(entry);
	writer.op(0x56, 1, 0);
	if (!jumpsDirectly) {
		writer.label(given);
		writer.op(0x56, 1, 0);
	}
	return writer.items;
}
