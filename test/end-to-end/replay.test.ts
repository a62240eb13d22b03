import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeRlp, encodeRlp, type RlpItem } from "../../packages/evm/src/rlp/index.js";
import { fixturesDir, readJson } from "../fixtures.js";
import { evmore, folderWith, type Outcome } from "./evmore.js";

const fixtures = fixturesDir();

interface BlockReport {
	readonly gasUsed: number;
	readonly ok: boolean;
	readonly headerChecked: boolean;
	readonly stateRootChecked: boolean;
	readonly checks: readonly { readonly name: string }[];
	readonly slowest: readonly { readonly index: number }[];
}

describe.skipIf(fixtures === undefined)("evmore replay", () => {
	const blockPath = join(fixtures ?? "", "real-mainnet-blocks/22615247.json.gz");
	const rpcChain = join(fixtures ?? "", "rpc-compat/chain");
	const genesisPath = join(rpcChain, "genesis.json");
	const chainPath = join(rpcChain, "chain.rlp");
	const folder = fixtures === undefined ? "" : folderWith({});

	/** Writes a file for a test. */
	function write(name: string, content: string | Uint8Array): string {
		const path = join(folder, name);
		writeFileSync(path, content);
		return path;
	}

	function chain(name: string, bytes: Uint8Array): string[] {
		return ["replay", "--genesis", genesisPath, write(name, bytes)];
	}

	/** One line of error, and nothing else. */
	function expectRefusal({ exitCode, stdout, stderr }: Outcome, message: RegExp, code = 1): void {
		expect(stderr).toMatch(message);
		expect([exitCode, stdout, stderr.split("\n").length]).toEqual([code, "", 2]);
		expect(stderr).not.toContain("mistake in evmore");
	}

	test("a block: gas, roots, receipts, speed, slowest transactions", async () => {
		const { stdout, stderr, exitCode } = await evmore(["replay", "--slowest", "3", blockPath]);
		expect([exitCode, stderr]).toEqual([0, ""]);
		expect(stdout).toMatch(/^block +22615247 0x0497f6/);
		for (const line of [/gas used +1331413 ok/, /receipts root +0x9bc3f7\w+ ok/, /state root +0x1f6dc5\w+ ok/]) {
			expect(stdout).toMatch(line);
		}
		expect(stdout).toMatch(/speed +[\d.]+ Mgas\/s with state root/);
		expect(stdout.split("\n").filter((line) => line.endsWith("Mgas/s"))).toHaveLength(3);
	});

	test("as JSON", async () => {
		const { stdout } = await evmore(["replay", "--json", blockPath]);
		const report = JSON.parse(stdout) as BlockReport;
		expect(report).toMatchObject({ gasUsed: 1_331_413, ok: true, headerChecked: true, stateRootChecked: true });
		expect(report.checks.map(({ name }) => name)).toContain("logs bloom");
		expect(report.slowest).toHaveLength(5);
	});

	test("one transaction, traced", async () => {
		const { stdout, stderr, exitCode } = await evmore(["replay", "--tx", "3", "--trace", blockPath]);
		expect(exitCode).toBe(0);
		expect(stdout).toContain("0x5f77b5cada2a808867e34f75e2e6239eeedc0adfd2f12713784e2fd593132cfe");
		expect(stdout).toMatch(/gasUsed +106455/);
		const lines = stderr.trimEnd().split("\n");
		expect(JSON.parse(lines[0]!)).toMatchObject({ pc: 0, opName: "CALLVALUE", depth: 1 });
		expect(JSON.parse(lines.at(-1)!)).toEqual({ output: "", gasUsed: "0xa68f" });
	});

	test("a chain of all forks, to a block of it, with threads and without", async () => {
		const args = ["replay", "--json", "--genesis", genesisPath, chainPath];
		const all = JSON.parse((await evmore([...args, "--workers", "1"])).stdout) as object;
		expect(all).toMatchObject({ blocks: 54, transactions: 249, gasUsed: 103_418_778, senderThreads: 1 });
		expect(all).toMatchObject({
			head: { number: 54, hash: "0xd226371d0b1551adb03fb52b71f08e3e11247fe9b1af994768af8cdaa8e7dcd7" },
		});
		const part = JSON.parse((await evmore([...args, "--block", "17", "--workers", "0"])).stdout) as object;
		expect(part).toMatchObject({ blocks: 17, head: { number: 17 }, senderThreads: 0 });
		const shown = await evmore(["replay", "--genesis", genesisPath, "--block", "17", "--tx", "0", chainPath]);
		expect(shown.stdout).toMatch(/gasUsed +107962/);
	});

	test("a header that lies: told, and exit code 1", async () => {
		const real = readJson(blockPath) as { blockRlp: string; witness: unknown };
		const gas = "8314 50d5".replace(" ", "");
		expect(real.blockRlp.split(gas)).toHaveLength(2);
		// Without the witness the header is not checked first.
		const lie = { ...real, blockRlp: real.blockRlp.replace(gas, "831450d6"), witness: undefined };
		const { stdout, exitCode } = await evmore(["replay", write("lie.json", JSON.stringify(lie))]);
		expect(exitCode).toBe(1);
		expect(stdout).toMatch(/gas used +1331413 wrong: the header says 1331414/);
		expect(stdout).toMatch(/receipts root +\S+ ok/);
	});

	test("a witness without a node says which path is missing", async () => {
		const real = readJson(blockPath) as { witness: { state: string[]; codes: string[] } };
		const messages = new Set<string>();
		for (const index of [0, 1, 400, 800]) {
			const witness = { ...real.witness, state: real.witness.state.toSpliced(index, 1) };
			const path = write("missing.json", JSON.stringify({ ...real, witness }));
			const outcome = await evmore(["replay", path]);
			// Some nodes are needed by nobody.
			if (outcome.exitCode === 0) continue;
			expectRefusal(
				outcome,
				/error: Missing trie node at (the root|path [0-9a-f]+)( of the storage of 0x\w{40})?: 0x\w{64}/,
			);
			messages.add(outcome.stderr);
		}
		expect(messages.size).toBeGreaterThanOrEqual(2);
		const codeless = write("codeless.json", JSON.stringify({ ...real, witness: { ...real.witness, codes: [] } }));
		expectRefusal(await evmore(["replay", codeless]), /Missing code of 0x\w{40}: 0x\w{64}/);
	});

	test("broken gzip, and files that are something else", async () => {
		const packed = readFileSync(blockPath);
		expectRefusal(
			await evmore(["replay", write("cut.json.gz", packed.subarray(0, 5000))]),
			/cut\.json\.gz: broken gzip/,
		);
		const flipped = Buffer.from(packed);
		flipped[20_000]! ^= 0xff;
		expectRefusal(await evmore(["replay", write("flip.json.gz", flipped)]), /flip\.json\.gz: broken gzip/);
		expectRefusal(await evmore(["replay", write("empty.rlp", "")]), /empty\.rlp: empty, no block/);
		expectRefusal(await evmore(["replay", write("text", "hello")]), /neither JSON nor RLP/);
		expectRefusal(await evmore(["replay", write("cut.json", '{"blockRlp": "0x')]), /not valid JSON/);
		expectRefusal(await evmore(["replay", write("none.json", "{}")]), /none\.json\.blockRlp is missing/);
		expectRefusal(await evmore(["replay", join(folder, "absent.json")]), /absent\.json: no such file/);
		expectRefusal(await evmore(["replay", write("deep.json", `{"a":${"[".repeat(1000)}`)]), /nested more than 256/);
	});

	test("fields of a block file that are not what they should be", async () => {
		const real = readJson(blockPath) as Record<string, unknown>;
		const cases: readonly (readonly [object, RegExp])[] = [
			[{ blockRlp: "0x12345" }, /blockRlp is not hexadecimal/],
			[{ blockRlp: "0xc0" }, /RLP_STRUCTURES_ENCODING: A block has 3 or 4 parts, not 0/],
			[{ fork: "Pragge" }, /Unknown fork "Pragge"\. Did you mean "Prague"/],
			[{ blobSchedule: { target: "six" } }, /blobSchedule\.target is not an unsigned number/],
			[{ blobSchedule: [] }, /blobSchedule is not an object/],
			[{ witness: undefined, pre: { "0x12": {} } }, /pre has "0x12", no address/],
			[{ witness: undefined, pre: undefined }, /pre is not an object/],
			[{ witness: { state: ["0xzz"], headers: [] } }, /witness\.state\[0\] is not hexadecimal/],
			[{ witness: { state: [], headers: ["0xc0"] } }, /witness\.headers\[0\]: /],
			[{ witness: { state: [], headers: [] }, pre: undefined }, /no header of the block's parent/],
			[
				{ witness: undefined, pre: { [`0x${"ab".repeat(20)}`]: { balance: `0x1${"0".repeat(64)}` } } },
				/not an unsigned/,
			],
			[{ witness: undefined, pre: {} }, /TransactionException\.NONCE_MISMATCH_TOO_HIGH: transaction 0/],
			[{ blockHashes: { latest: "0x00" } }, /blockHashes has "latest", no block number/],
		];
		for (const [change, message] of cases) {
			const path = write("wrong.json", JSON.stringify({ ...real, ...change }));
			expectRefusal(await evmore(["replay", path]), message);
		}
	});

	test("blocks that are no blocks", async () => {
		const bytes = new Uint8Array(readFileSync(chainPath));
		expectRefusal(
			await evmore(chain("short.rlp", bytes.subarray(0, -1))),
			/RLP_STRUCTURES_ENCODING: the block at byte \d+/,
		);
		// A list in a list in a list, a hundred thousand deep.
		let nested = new Uint8Array([0xc0]);
		const headers: Uint8Array[] = [];
		for (let size = 1; headers.length < 100_000; ) {
			const header = listHeader(size);
			headers.push(header);
			size += header.length;
		}
		nested = new Uint8Array(Buffer.concat([...headers.reverse(), nested]));
		expectRefusal(await evmore(chain("nested.rlp", nested)), /RLP_STRUCTURES_ENCODING/);
		expectRefusal(await evmore(chain("garbage.rlp", Uint8Array.of(0xc3, 1, 2, 3))), /RLP_STRUCTURES_ENCODING/);
		expectRefusal(
			await evmore(chain("trailing.rlp", Buffer.concat([bytes, Uint8Array.of(0)]))),
			/no block begins with byte 0/,
		);
	});

	test("blocks with faults", async () => {
		const blocks = splitFile(chainPath);
		expectRefusal(
			await evmore(chain("orphan.rlp", blocks[5]!)),
			/block 6, number 1 in the file, is refused: BlockException\.UNKNOWN_PARENT/,
		);
		const change = (index: number, edit: (parts: RlpItem[]) => void): Uint8Array => {
			const parts = structuredClone(decodeRlp(blocks[index]!)) as RlpItem[];
			edit(parts);
			return Buffer.concat([...blocks.slice(0, index), encodeRlp(parts)]);
		};
		const cases: readonly (readonly [Uint8Array, RegExp])[] = [
			// Gas used with a zero before it; with more than 64 bits; a header field too few; a transaction of an unknown type.
			[
				change(0, ([header]) => ((header as RlpItem[])[10] = Uint8Array.of(0, 1))),
				/block 1: BlockException\.RLP_STRUCTURES_ENCODING/,
			],
			[
				change(0, ([header]) => ((header as RlpItem[])[10] = new Uint8Array(9).fill(1))),
				/block 1: BlockException\.RLP\w+/,
			],
			[change(0, ([header]) => (header as RlpItem[]).pop()), /block 1: BlockException\.RLP_STRUCTURES_ENCODING/],
			[
				change(1, ([, transactions]) => (transactions as RlpItem[]).push(Uint8Array.of(0x7e, 0xc0))),
				/block 2: TransactionException\.\w+: .+/,
			],
			[
				change(2, ([header]) => ((header as RlpItem[])[3] = new Uint8Array(32))),
				/block 3, number 3 in the file, is refused: BlockException\.INVALID_STATE_ROOT/,
			],
		];
		for (const [bytes, message] of cases) expectRefusal(await evmore(chain("fault.rlp", bytes)), message);
	});

	test("wrong usage", async () => {
		expectRefusal(await evmore(["replay", chainPath]), /a chain needs --genesis/, 2);
		expectRefusal(await evmore(["replay", "--genesis", genesisPath, blockPath]), /--genesis is for chains/, 2);
		expectRefusal(await evmore(["replay", "--bench", "--tx", "0", blockPath]), /--bench goes without --tx/, 2);
		expectRefusal(
			await evmore(["replay", "--engine", "warp", blockPath]),
			/--engine is interpreter, compiler or auto/,
			2,
		);
		expectRefusal(await evmore(["replay", "--tx", "26", blockPath]), /--tx 26: the block has 26 transactions/);
		expectRefusal(await evmore(["replay", "--tx", "0", "--genesis", genesisPath, chainPath]), /--tx needs --block/, 2);
		const args = ["replay", "--genesis", genesisPath, chainPath];
		expectRefusal(await evmore([...args, "--block", "55"]), /there is no block 55/);
		const noConfig = write("noconfig.json", JSON.stringify({ alloc: {} }));
		expectRefusal(await evmore(["replay", "--genesis", noConfig, chainPath]), /noconfig\.json: no "config"/);
		const negative = JSON.stringify({ config: { londonBlock: -1 }, alloc: {} });
		expectRefusal(await evmore(["replay", "--genesis", write("negative.json", negative), chainPath]), /londonBlock/);
	});

	test("packed files are the same as unpacked ones", async () => {
		const unpacked = write("plain.json", gunzipSync(readFileSync(blockPath)));
		expect((await evmore(["replay", "--json", unpacked])).exitCode).toBe(0);
		const packed = write("chain.rlp.gz", gzipSync(readFileSync(chainPath)));
		const { stdout } = await evmore(["replay", "--genesis", genesisPath, "--block", "3", packed]);
		expect(stdout).toMatch(/^chain +3 blocks/);
	});
});

function listHeader(size: number): Uint8Array {
	if (size <= 55) return Uint8Array.of(0xc0 + size);
	const hex = size.toString(16);
	const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
	return Uint8Array.of(0xf7 + length.length, ...length);
}

/** The blocks of a file, by the lengths their lists begin with. */
function splitFile(path: string): Uint8Array[] {
	const bytes = new Uint8Array(readFileSync(path));
	const blocks: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const sizeBytes = bytes[at]! - 0xf7;
		let size = bytes[at]! - 0xc0;
		if (sizeBytes > 0)
			size = Number.parseInt(Buffer.from(bytes.subarray(at + 1, at + 1 + sizeBytes)).toString("hex"), 16);
		const end = at + 1 + Math.max(0, sizeBytes) + size;
		blocks.push(bytes.slice(at, end));
		at = end;
	}
	return blocks;
}
