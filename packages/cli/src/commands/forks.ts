import type { Chain, Fork } from "@evmore/evm/spec";
import { Command } from "commander";
import { switchOption } from "../execution/execution-options.js";
import { formatTable } from "../output/table.js";
import { print } from "../terminal.js";

export function forksCommand(): Command {
	return new Command("forks")
		.description("Lists the forks in their order: since when, other names, and the EIPs of each.")
		.addOption(switchOption("json", "as JSON"))
		.addHelpText(
			"after",
			`
Any of these names, in any case, goes where a fork is asked for; EIPs can be added: "Berlin+3855".

Examples:
  evmore forks
  evmore forks --json | jq -r '.[].name'`,
		)
		.action(listForks);
}

async function listForks(options: { readonly json: boolean }): Promise<void> {
	const { forkAliases, forks, mainnet } = await import("@evmore/evm/spec");
	const aliasesOf = (fork: Fork): string[] =>
		Object.entries(forkAliases)
			.filter(([, name]) => name === fork.name)
			.map(([alias]) => alias);
	if (options.json) {
		const list = forks.map((fork) => ({
			name: fork.name,
			aliases: aliasesOf(fork),
			mainnet: activationOf(mainnet, fork) ?? null,
			eips: fork.eips.map(({ number, title }) => ({ number, title })),
			summary: fork.summary,
		}));
		print(JSON.stringify(list, undefined, 2));
		return;
	}
	print(
		formatTable(
			[{ title: "fork" }, { title: "mainnet" }, { title: "EIPs" }, { title: "other names" }],
			forks.map((fork) => [
				fork.name,
				describeActivation(activationOf(mainnet, fork)),
				fork.eips.map((eip) => eip.number).join(" "),
				aliasesOf(fork).join(", "),
			]),
		),
	);
}

/** Where the fork begins on a chain; undefined: not yet. */
function activationOf(chain: Chain, fork: Fork): { block: number } | { time: number } | undefined {
	const activation = chain.activations.find((candidate) => candidate.fork === fork.name);
	if (activation === undefined || "totalDifficulty" in activation) return undefined;
	return "block" in activation ? { block: activation.block } : { time: activation.time };
}

function describeActivation(activation: { block: number } | { time: number } | undefined): string {
	if (activation === undefined) return "";
	if ("block" in activation) return `block ${activation.block}`;
	return new Date(activation.time * 1000).toISOString().slice(0, 10);
}
