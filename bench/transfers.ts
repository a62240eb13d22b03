import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
	BlockExecution,
	type BlockHeader,
	computeBaseFee,
	computeReceiptsRoot,
	computeTransactionsRoot,
	computeWithdrawalsRoot,
	createGenesisHeader,
	encodeBlock,
	hashHeader,
	parseGenesis,
} from "@evmore/evm/block";
import { privateKeyToAddress } from "@evmore/evm/crypto";
import { Machine, runSync } from "@evmore/evm/evm";
import { mainnet, resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import { encodeTransaction, signTransaction, type Transaction } from "@evmore/evm/tx";
import { describeMachine } from "./machine.js";
import { summarise } from "./measure.js";
import { writeSection } from "./page.js";
import { formatTable } from "./report.js";

const help = `npm run bench -- transfers [options]

Makes a chain of blocks full of transfers, and imports it by the command with and without threads that recover senders, in turns.

  --blocks N       blocks (default 100)
  --transfers N    transfers per block (default 200)
  --threads LIST   numbers of threads, comma-separated (default 0,1)
  --rounds N       imports with each (default 5)
  --write          write the table to docs/benchmarks.md
`;

const { values } = parseArgs({
	options: {
		blocks: { type: "string", default: "100" },
		transfers: { type: "string", default: "200" },
		threads: { type: "string", default: "0,1" },
		rounds: { type: "string", default: "5" },
		write: { type: "boolean" },
		help: { type: "boolean", short: "h" },
	},
});

const privateKey = new Uint8Array(32).fill(7);
const sender = privateKeyToAddress(privateKey);
const genesisJson = {
	config: {
		chainId: 1,
		...Object.fromEntries(["homestead", "eip150", "eip155", "eip158", "byzantium"].map((fork) => [`${fork}Block`, 0])),
		...Object.fromEntries(
			["constantinople", "petersburg", "istanbul", "berlin", "london"].map((fork) => [`${fork}Block`, 0]),
		),
		terminalTotalDifficulty: 0,
		shanghaiTime: 0,
	},
	gasLimit: "0x1c9c380",
	baseFeePerGas: "0x3b9aca00",
	alloc: { [sender]: { balance: "0x33b2e3c9fd0803ce8000000" } },
};

/** RLP of the blocks, one after another. */
function makeChain(blocks: number, transfers: number): Uint8Array[] {
	const spec = resolveSpec("Shanghai");
	const genesis = parseGenesis(genesisJson);
	const state = new MemoryState();
	for (const { address, ...account } of genesis.accounts) state.setAccount(address, account);
	const machine = new Machine(spec, state, "interpreter");
	let parent: BlockHeader = createGenesisHeader(genesis, spec);
	let nonce = 0n;
	return Array.from({ length: blocks }, () => {
		const baseFee = computeBaseFee(spec, parent as BlockHeader & { baseFee: bigint });
		const transactions = Array.from({ length: transfers }, (): Transaction => {
			const to = `0x${(0x10000n + ((nonce * 7919n) % 5000n)).toString(16).padStart(40, "0")}` as const;
			const fees = { maxFeePerGas: baseFee * 2n, maxPriorityFeePerGas: 1n };
			const fields = { type: 2, chainId: 1n, nonce: nonce++, gasLimit: 21_000n, to, value: 1n } as const;
			return signTransaction(
				{ ...fields, ...fees, data: new Uint8Array(0), accessList: [], signature: undefined },
				privateKey,
			);
		});
		const begun = {
			...parent,
			parentHash: hashHeader(parent),
			number: parent.number + 1n,
			timestamp: parent.timestamp + 12n,
			baseFee,
			withdrawalsRoot: computeWithdrawalsRoot([]),
		};
		const execution = new BlockExecution(machine, begun, {
			network: mainnet,
			blockHash: () => undefined,
			commit: (changes) => state.applyChanges(changes),
			stateRoot: () => state.stateRoot(),
		});
		runSync(execution.begin());
		for (const transaction of transactions) {
			const result = runSync(execution.execute(transaction, sender));
			if (result.status === "refused") throw new Error(result.exception);
		}
		const outcome = runSync(execution.finish([], []));
		if ("status" in outcome) throw new Error(outcome.exception);
		const header: BlockHeader = {
			...begun,
			gasUsed: outcome.gasUsed,
			logsBloom: outcome.logsBloom,
			stateRoot: outcome.stateRoot,
			receiptsRoot: computeReceiptsRoot(outcome.receipts),
			transactionsRoot: computeTransactionsRoot(transactions.map(encodeTransaction)),
		};
		parent = header;
		return encodeBlock({ header, transactions, ommers: [], withdrawals: [] });
	});
}

const command = resolve(dirname(fileURLToPath(import.meta.url)), "../../packages/cli/bin/evmore.js");

interface Report {
	readonly ms: number;
	readonly transactions: number;
	readonly memoryMiB: readonly number[];
}

function importChain(folder: string, threads: string): Report {
	const args = [
		"replay",
		"--json",
		"--workers",
		threads,
		"--genesis",
		join(folder, "genesis.json"),
		join(folder, "chain.rlp"),
	];
	return JSON.parse(execFileSync(process.execPath, [command, ...args], { encoding: "utf8" })) as Report;
}

function main(): void {
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const folder = mkdtempSync(join(tmpdir(), "evmore-bench-"));
	try {
		writeFileSync(join(folder, "genesis.json"), JSON.stringify(genesisJson));
		writeFileSync(join(folder, "chain.rlp"), Buffer.concat(makeChain(Number(values.blocks), Number(values.transfers))));
		const threads = values.threads.split(",");
		const rounds = Array.from({ length: Number(values.rounds) }, () => threads.map((one) => importChain(folder, one)));
		const { transactions } = rounds[0]![0]!;
		const rows = threads.map((one, index) => {
			const times = summarise(rounds.map((round) => round[index]!.ms));
			const ratio = summarise(rounds.map((round) => round[index]!.ms / round[0]!.ms)).median;
			return [
				one,
				`${times.median.toFixed(0)} ms`,
				(transactions / times.median).toFixed(1),
				ratio.toFixed(2),
				rounds.at(-1)![index]!.memoryMiB.join(" / "),
			];
		});
		const { machine, node, commit } = describeMachine();
		const text = `## Senders recovered ahead

${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine}, Node ${node.slice(1)}. Made by \`npm run bench -- transfers ${process.argv.slice(2).join(" ")}\`.

\`evmore replay\` of ${values.blocks} blocks of ${values.transfers} transfers, in turns; medians of ${values.rounds} imports. \`ratio\`: time over that of the first row. Memory is
resident, at 10 %, 50 % and 100 % of the import.

${formatTable([["threads", "import", "transfers/ms", "ratio", "MiB"], ...rows], 0)}
`;
		process.stdout.write(`\n${text}`);
		if (values.write) writeSection("transfers", text);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main();
