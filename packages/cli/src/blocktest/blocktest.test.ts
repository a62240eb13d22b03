import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import {
	type Block,
	type BlockHeader,
	computeWithdrawalsRoot,
	createGenesisHeader,
	encodeBlock,
	hashHeader,
	parseGenesis,
} from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { resolveSpec } from "@evmore/evm/spec";
import { MemoryState } from "@evmore/evm/state";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bin/evmore.js", import.meta.url));
const receiver = "0x00000000000000000000000000000000000000bb";
const withdrawal = { index: 0n, validatorIndex: 1n, address: receiver, amount: 5n } as const;
let folder = "";

const genesis = parseGenesis({ gasLimit: "0x1000000", baseFeePerGas: "0x7", alloc: {} });

/** Two blocks under Shanghai's rules; each brings 5 gwei to the receiver. */
function validBlocks(): Block[] {
	const blocks: Block[] = [];
	let parent: BlockHeader = createGenesisHeader(genesis, resolveSpec("Shanghai"));
	for (let i = 1n; i <= 2n; i++) {
		const state = new MemoryState({ [receiver]: { balance: i * 5_000_000_000n } });
		const header: BlockHeader = {
			...parent,
			parentHash: hashHeader(parent),
			number: i,
			timestamp: i * 12n,
			withdrawalsRoot: computeWithdrawalsRoot([withdrawal]),
			stateRoot: state.stateRoot(),
		};
		blocks.push({ header, transactions: [], ommers: [], withdrawals: [withdrawal] });
		parent = header;
	}
	return blocks;
}

interface BlockEntry {
	readonly block: Block;
	readonly expectException?: string;
}

function blockTest(entries: readonly BlockEntry[], last: BlockHeader, network = "Shanghai"): Record<string, unknown> {
	const header = createGenesisHeader(genesis, resolveSpec("Shanghai"));
	const balance = `0x${(last.number * 5_000_000_000n).toString(16)}`;
	return {
		network,
		genesisBlockHeader: { hash: hashHeader(header) },
		genesisRLP: bytesToHex(encodeBlock({ header, transactions: [], ommers: [], withdrawals: [] })),
		pre: {},
		postState: last.number === 0n ? {} : { [receiver]: { nonce: "0x0", balance, code: "0x", storage: {} } },
		lastblockhash: hashHeader(last),
		blocks: entries.map(({ block, expectException }) => ({
			rlp: bytesToHex(encodeBlock(block)),
			...(expectException === undefined ? { blockHeader: {} } : { expectException }),
		})),
	};
}

interface Report {
	readonly name: string;
	readonly pass: boolean;
	readonly stateRoot?: string;
	readonly fork: string;
	readonly error?: string;
}

function evmore(...args: string[]): { stdout: string; stderr: string; status: number | null } {
	return spawnSync(process.execPath, [program, "blocktest", ...args], {
		encoding: "utf8",
		env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "" },
	});
}

function reportsOf(...args: string[]): Report[] {
	return JSON.parse(evmore(...args).stdout) as Report[];
}

const [first, second] = validBlocks() as [Block, Block];
const wrong: Block = { ...second, header: { ...second.header, gasUsed: 1n } };

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "evmore-blocktest-"));
	mkdirSync(join(folder, "good"));
	mkdirSync(join(folder, "bad"));
	const two = blockTest([{ block: first }, { block: second }], second.header);
	const refused = blockTest(
		[{ block: first }, { block: wrong, expectException: "BlockException.INVALID_GAS_USED" }],
		first.header,
	);
	const write = (path: string, tests: object): void => writeFileSync(join(folder, path), JSON.stringify(tests));
	write("good/a.json", { two, refused });
	writeFileSync(join(folder, "good/b.json.gz"), gzipSync(JSON.stringify({ again: two })));
	write("bad/verdicts.json", {
		accepted: blockTest([{ block: first, expectException: "BlockException.INVALID_STATE_ROOT" }], first.header),
		otherName: blockTest([{ block: wrong, expectException: "BlockException.INVALID_STATE_ROOT" }], first.header),
		unexpected: blockTest([{ block: first }, { block: wrong }], first.header),
		otherHead: blockTest([{ block: first }], second.header),
		otherState: { ...two, postState: {} },
		otherGenesis: { ...two, genesisBlockHeader: { hash: `0x${"00".repeat(32)}` } },
		unknownFork: { ...two, network: "Shangai" },
	});
	write("bad/other.json", { pointer: "version https://git-lfs" });
	writeFileSync(join(folder, "bad/cut.json.gz"), gzipSync(JSON.stringify({ two })).subarray(0, 100));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("evmore blocktest", () => {
	test("a JSON array, and the roots on standard error", () => {
		const { stdout, stderr, status } = evmore(join(folder, "good/a.json"));
		const reports = JSON.parse(stdout) as Report[];
		expect(reports).toEqual([
			{ name: "two", pass: true, stateRoot: second.header.stateRoot, fork: "Shanghai" },
			{ name: "refused", pass: true, stateRoot: first.header.stateRoot, fork: "Shanghai" },
		]);
		expect(stdout).toBe(`${JSON.stringify(reports, undefined, 2)}\n`);
		expect(stderr).toBe(reports.map(({ stateRoot }) => `{"stateRoot": "${stateRoot}"}\n`).join(""));
		expect(status).toBe(0);
	});

	test("what is wrong is told", () => {
		const { stdout, status } = evmore(join(folder, "bad/verdicts.json"));
		const errors = (JSON.parse(stdout) as Report[]).map(({ pass, error }) => [pass, error]);
		expect(errors).toEqual([
			[false, "block 0: imported, but expected BlockException.INVALID_STATE_ROOT"],
			[false, expect.stringMatching(/^block 0: refused as BlockException\.UNKNOWN_PARENT .*, expected .*_STATE_ROOT$/)],
			[false, "block 1: refused as BlockException.INVALID_GAS_USED: gas used 0, the header says 1"],
			[false, expect.stringMatching(/^last block hash mismatch: got 0x[0-9a-f]{64}, want 0x[0-9a-f]{64}$/)],
			[false, expect.stringMatching(/^post state root mismatch: got /)],
			[false, expect.stringMatching(/^genesis block hash mismatch: got /)],
			[false, expect.stringContaining('Unknown fork "Shangai"')],
		]);
		expect(status).toBe(1);
	});

	test("counts; a file that cannot be read is a failure", () => {
		const { stdout, stderr, status } = evmore("--summary", join(folder, "good"), join(folder, "bad"));
		expect(stdout).toMatch(/^Shanghai +3 passed +6 failed$/m);
		expect(stdout).toMatch(/\n3 passed, 9 failed, 0 skipped\n$/);
		expect(stderr).toContain("cut.json.gz, err=cannot be read: unexpected end of file");
		expect(stderr).toContain('"pointer" is not a blockchain test');
		expect(status).toBe(1);
		expect(evmore("--summary", "--geth-exit", join(folder, "bad")).status).toBe(0);
	});

	test("which tests run, on which tier, with how many threads", () => {
		const all = reportsOf("--workers", "1", join(folder, "good"));
		expect(all.map(({ name }) => name)).toEqual(["two", "refused", "again"]);
		for (const args of [
			["--workers", "2"],
			["--engine", "interpreter"],
			["--engine", "compiler"],
			["--cross-check"],
			["--xc"],
		]) {
			expect(reportsOf(...args, join(folder, "good"))).toEqual(all);
		}
		expect(reportsOf("--run", "^re", join(folder, "good")).map(({ name }) => name)).toEqual(["refused"]);
		expect(evmore("--engine", "steam", folder).status).toBe(2);
		expect(evmore("--run", "[", folder).status).toBe(2);
	});

	test("--human, --dump, --fuzz", () => {
		const path = join(folder, "good/b.json.gz");
		expect(evmore("--human", path).stdout).toBe("[PASS] again\n--\n1 tests passed, 0 tests failed.\n");
		const [dumped] = JSON.parse(evmore("--dump", path).stdout) as { state: { accounts: Record<string, unknown> } }[];
		expect(dumped?.state.accounts[receiver]).toMatchObject({ balance: "10000000000", nonce: 0 });
		// Each on its own, and all at the end.
		const each = evmore("--fuzz", "--human", join(folder, "good/a.json")).stdout;
		expect(each.match(/\[PASS\] two/g)).toHaveLength(2);
	});

	test("file names on standard input", () => {
		const { stdout, status } = spawnSync(process.execPath, [program, "blocktest"], {
			encoding: "utf8",
			input: `${join(folder, "good/a.json")}\n${join(folder, "good/b.json.gz")}\n\n`,
		});
		expect(stdout.match(/"pass": true/g)).toHaveLength(3);
		expect(status).toBe(0);
	});
});
