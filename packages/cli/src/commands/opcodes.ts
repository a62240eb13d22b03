import { Command } from "commander";
import { switchOption } from "../execution/execution-options.js";
import { formatTable } from "../output/table.js";
import { print } from "../terminal.js";

interface OpcodesOptions {
	readonly fork?: string;
	readonly json: boolean;
}

export function opcodesCommand(): Command {
	return new Command("opcodes")
		.description("Lists the opcodes of a fork: what they take from the stack and put there, and their static gas.")
		.option("--fork <name>", 'the rules: a fork, with EIPs added if you like: "Berlin+3855" (default: Osaka)')
		.addOption(switchOption("json", "as JSON"))
		.addHelpText(
			"after",
			`
Examples:
  evmore opcodes
  evmore opcodes --fork Berlin
  evmore opcodes --json | jq '.[] | select(.group == "storage")'`,
		)
		.action(listOpcodes);
}

async function listOpcodes(options: OpcodesOptions): Promise<void> {
	const { defaultForkName, opcodes, resolveSpec } = await import("@evmore/evm/spec");
	const spec = resolveSpec(options.fork ?? defaultForkName);
	const rows = opcodes
		.filter(({ code }) => spec.staticGas[code]! >= 0)
		.map((opcode) => ({ gas: spec.staticGas[opcode.code]!, ...opcode }));
	if (options.json) {
		const list = rows.map(
			({ code, name, gas, pops, pushes, immediateBytes, terminates, group, since, summary, aliases }) => ({
				code,
				name,
				gas,
				pops,
				pushes,
				immediateBytes,
				terminates,
				group,
				since,
				summary,
				...(aliases !== undefined && { aliases }),
			}),
		);
		print(JSON.stringify(list, undefined, 2));
		return;
	}
	print(
		formatTable(
			[
				{ title: "code" },
				{ title: "name" },
				{ title: "gas", isNumber: true },
				{ title: "in", isNumber: true },
				{ title: "out", isNumber: true },
				{ title: "since" },
				{ title: `${spec.name}: what it does` },
			],
			rows.map(({ code, name, gas, pops, pushes, since, summary }) => [
				`0x${code.toString(16).padStart(2, "0")}`,
				name,
				`${gas}`,
				`${pops}`,
				`${pushes}`,
				since ?? "",
				summary,
			]),
		),
	);
}
