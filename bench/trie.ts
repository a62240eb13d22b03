import { parseArgs } from "node:util";
import type { AccountChange } from "@evmore/evm";
import { bytesToHex } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import { encodeAccount, hashAddress, MemoryNodeStore, Trie, type TrieEntry } from "@evmore/evm/state";
import { describeMachine } from "./machine.js";
import { summarise } from "./measure.js";
import { formatTime } from "./report.js";
import { createEthereumjsPeer, createEvmorePeer, type TriePeer, type TrieWork } from "./trie-peers.js";

const help = `node bench/dist/trie.js [options]

Computes the root of a trie of accounts after changes, on evmore and on @ethereumjs/mpt, in turns, and compares the times.
Both begin with the same nodes, encoded, in memory; the roots must be equal.

  --accounts N     accounts in the trie (default 1000000)
  --changes N      accounts changed (default 10000)
  --rounds N       rounds per case (default 7)
  --filter RE      only cases whose name matches
`;

const { values } = parseArgs({
	options: {
		accounts: { type: "string", default: "1000000" },
		changes: { type: "string", default: "10000" },
		rounds: { type: "string", default: "7" },
		filter: { type: "string", default: "" },
		help: { type: "boolean", short: "h" },
	},
});

type Address = `0x${string}`;
const emptyCode = bytesToHex(keccak256(new Uint8Array(0)));
const emptyRoot = bytesToHex(keccak256(Uint8Array.of(0x80)));

const addressOf = (n: number): Address => `0x${(n + 1).toString(16).padStart(40, "0")}`;

/** Balances as they are on a network: most have 8 to 10 bytes. */
const accountOf = (n: number, round: number): { nonce: bigint; balance: bigint; codeHash: Address } => ({
	nonce: BigInt(n % 300),
	balance: 10n ** 15n * BigInt(1 + ((n * 7919) % 100_000)) + BigInt(Math.abs(round)),
	codeHash: emptyCode,
});

function entryOf(n: number, round: number): TrieEntry {
	const address = addressOf(n);
	const key = hashAddress(address).slice();
	return [key, encodeAccount({ address, storageRoot: emptyRoot, ...accountOf(n, round) })];
}

/** Each peer runs this long before it is measured: compilers work in the background. */
const warmUpMs = 2000;

/**
 * In a round a peer repeats the work for as long as this, and its median counts: what a slow peer does once takes seconds,
 * and collecting what it leaves behind is not to be the next one's time.
 */
const roundMs = 1500;

interface Case {
	readonly name: string;
	/** Another part of the accounts each round. */
	work(round: number): TrieWork;
}

function makeCases(accounts: number, changes: number): Case[] {
	// Spread over all accounts by a step without a common factor.
	const chosen = (round: number, count: number): number[] =>
		Array.from({ length: count }, (_, i) => (((i * 99_991 + round * 31_337) % accounts) + accounts) % accounts);
	const change =
		(count: number) =>
		(round: number): TrieWork => ({
			kind: "entries",
			entries: chosen(round, count).map((n) => entryOf(n, round)),
		});
	return [
		{ name: `${changes} of ${accounts} entries`, work: change(changes) },
		{ name: `200 of ${accounts} entries`, work: change(200) },
		{
			name: `${changes / 2} entries removed, ${changes / 2} added`,
			work: (round) => ({
				kind: "entries",
				entries: chosen(round, changes).map((n, i) =>
					i % 2 === 0 ? [entryOf(n, 0)[0], new Uint8Array(0)] : entryOf(accounts + n, round),
				),
			}),
		},
		{
			name: `${changes} of ${accounts} accounts, hashed and encoded`,
			work: (round) => ({
				kind: "accounts",
				changes: chosen(round, changes).map(
					(n): AccountChange => ({
						address: addressOf(n),
						account: accountOf(n, round),
						code: undefined,
						storageCleared: false,
						storage: new Map(),
					}),
				),
			}),
		},
	];
}

async function measure(one: Case, peers: readonly TriePeer[], root: Uint8Array, rounds: number): Promise<void> {
	const times = peers.map((): number[] => []);
	for (const peer of peers) {
		let spentMs = 0;
		for (let round = 0; spentMs < warmUpMs; round++) spentMs += (await peer.run(root, one.work(-round * 7))).ms;
	}
	for (let round = 0; round < rounds; round++) {
		const work = one.work(round + 1);
		let expected: string | undefined;
		for (const [index, peer] of peers.entries()) {
			const samples: number[] = [];
			for (let spentMs = 0; spentMs < roundMs; ) {
				const result = await peer.run(root, work);
				const after = bytesToHex(result.root);
				expected ??= after;
				if (after !== expected) throw new Error(`${one.name}: ${peer.name} has the root ${after}, not ${expected}`);
				samples.push(result.ms);
				spentMs += result.ms;
			}
			times[index]!.push(summarise(samples).median);
		}
	}
	console.log(one.name);
	const [own] = times;
	for (const [index, peer] of peers.entries()) {
		const { median, spread } = summarise(times[index]!);
		const ratio = summarise(times[index]!.map((ms, round) => ms / own![round]!)).median;
		const least = Math.min(...times[index]!) / Math.min(...own!);
		const compared = index === 0 ? "" : `  ${ratio.toFixed(1)} times evmore's (fastest rounds: ${least.toFixed(1)})`;
		console.log(
			`  ${peer.name.padEnd(22)} ${formatTime(median * 1e6).padStart(8)} ±${Math.round(spread * 100)} %${compared}`,
		);
	}
}

async function main(): Promise<void> {
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const [accounts, changes, rounds] = [values.accounts, values.changes, values.rounds].map(Number) as [
		number,
		number,
		number,
	];
	const { machine, node, commit } = describeMachine();
	console.log(`${machine}; Node ${node}; ${commit}`);
	const base = new MemoryNodeStore();
	const trie = new Trie(base);
	const start = performance.now();
	trie.update(Array.from({ length: accounts }, (_, n) => entryOf(n, 0)));
	console.log(
		`${accounts} accounts put in ${formatTime((performance.now() - start) * 1e6)}, ${base.count} nodes of ${Math.round(base.sizeBytes / 2 ** 20)} MiB\n`,
	);
	const peers = [
		createEvmorePeer(base, () => new MemoryNodeStore()),
		createEthereumjsPeer(base, false),
		createEthereumjsPeer(base, true),
	];
	const pattern = new RegExp(values.filter);
	for (const one of makeCases(accounts, changes)) {
		if (pattern.test(one.name)) await measure(one, peers, trie.root, rounds);
	}
}

await main();
