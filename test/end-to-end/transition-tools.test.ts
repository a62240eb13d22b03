import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evmore, folderWith } from "./evmore.js";
import { alloc, env, inputs, onStdin, secretKey, sender, text, txs } from "./transition-block.js";

const onStdout = ["--output.alloc=stdout", "--output.result=stdout", "--output.body=stdout"];

interface Output {
	readonly alloc: unknown;
	readonly result: { readonly stateRoot: string; readonly receipts: readonly { readonly transactionHash: string }[] };
	readonly body: string;
}

describe("where inputs come from and outputs go", () => {
	test("files of the names that go-ethereum has, indented as it does", async () => {
		const cwd = folderWith(inputs);
		expect(await evmore(["t8n"], { cwd })).toEqual({ exitCode: 0, stdout: "", stderr: "" });
		expect(readdirSync(cwd).sort()).toEqual(["alloc.json", "env.json", "result.json", "txs.json"]);
		const result = readFileSync(join(cwd, "result.json"), "utf8");
		expect(result).toMatch(/^\{\n "stateRoot": "0x[0-9a-f]{64}",\n "txRoot": /);
		expect(readFileSync(join(cwd, "alloc.json"), "utf8")).toMatch(/^\{\n "0x0{37}0c0": \{\n {2}"balance": "0x/);
	});

	test("each input from a file or from standard input, each output to a file, standard output or standard error", async () => {
		const cwd = folderWith(inputs);
		const all = await evmore(["t8n", ...onStdin, ...onStdout], { input: text({ alloc, env, txs }), cwd });
		const expected = JSON.parse(all.stdout) as Output;
		expect(all.stdout).toBe(`${JSON.stringify(expected, undefined, 2)}\n`);
		expect(Object.keys(expected)).toEqual(["alloc", "body", "result"]);

		const mixed = ["--input.env", "stdin", "--output.alloc", "stderr", "--output.result=stdout"];
		const { stdout, stderr } = await evmore(
			["transition", ...mixed, "--output.basedir", "made/here", "--output.body", "b.rlp"],
			{ cwd, input: text({ env }) },
		);
		expect(JSON.parse(stderr)).toEqual({ alloc: expected.alloc });
		expect(JSON.parse(stdout)).toEqual({ result: expected.result });
		expect(readFileSync(join(cwd, "made/here/b.rlp"), "utf8")).toBe(JSON.stringify(expected.body));

		// What one run wrote is the input of another: RLP in a file, and on standard input.
		const fromFile = ["--input.txs", "made/here/b.rlp", "--output.alloc=", "--output.result=stdout"];
		expect(JSON.parse((await evmore(["t8n", ...fromFile], { cwd })).stdout)).toEqual({ result: expected.result });
		const input = text({ alloc, env, txsRlp: expected.body });
		expect(JSON.parse((await evmore(["t8n", ...onStdin, ...onStdout], { cwd, input })).stdout)).toEqual(expected);
	});
});

describe("t9n", () => {
	test("reads standard input, too", async () => {
		const cwd = folderWith(inputs);
		const { stdout } = await evmore(["t8n", "--output.body=stdout", "--output.result=", "--output.alloc="], { cwd });
		const { body } = JSON.parse(stdout) as Output;
		const checked = await evmore(["transaction", "--input.txs", "stdin", "--state.fork=Osaka"], {
			input: text({ txsRlp: body }),
		});
		expect(checked.stderr).toBe("");
		expect(JSON.parse(checked.stdout)).toEqual([
			{ address: sender, hash: expect.stringMatching(/^0x[0-9a-f]{64}$/), intrinsicGas: "0x5208" },
		]);
		const none = await evmore(["t9n", "--input.txs=stdin"], { input: text({ txsRlp: "0xc0" }) });
		expect(none).toEqual({ exitCode: 0, stdout: "null\n", stderr: "" });
	});
});

describe("items of a list of transactions that are none", () => {
	// A legacy transaction of 67 bytes and more, as a byte string; byte strings of one byte, of none, and of an unknown type.
	const legacy = `f85f800a82520894${"cc".repeat(20)}80801ba0${"11".repeat(32)}a0${"22".repeat(32)}`;
	const items = `b861${legacy}0180822200`;
	const errors = [
		"transaction type not supported",
		"typed transaction too short",
		"typed transaction too short",
		"transaction type not supported",
	];
	const list = `0xf8${(items.length / 2).toString(16)}${items}`;

	test("t9n", async () => {
		const { stdout } = await evmore(["t9n", "--input.txs=stdin"], { input: text({ txsRlp: list }) });
		expect(JSON.parse(stdout)).toEqual(errors.map((error) => ({ error })));
	});

	test("t8n", async () => {
		const outputs = ["--output.alloc=", "--output.result=stdout"];
		const input = text({ alloc, env, txsRlp: list });
		const { stdout } = await evmore(["t8n", ...onStdin, ...outputs], { input });
		expect(JSON.parse(stdout)).toMatchObject({
			result: { rejected: errors.map((error, index) => ({ index, error })) },
		});
	});

	test("b11r", async () => {
		const header = { stateRoot: `0x${"11".repeat(32)}`, number: "0x1", gasLimit: "0x1000", timestamp: "0x2" };
		const args = ["b11r", "--input.header=stdin", "--input.txs=stdin", "--output.block=stdout"];
		expect(await evmore(args, { input: text({ header, txs: list }) })).toEqual({
			exitCode: 12,
			stdout: "",
			stderr: "ERROR(12): unable to decode transaction from rlp data: transaction type not supported\n",
		});
	});
});

describe("b11r", () => {
	test("puts what t8n gave into a block, with withdrawals", async () => {
		const header = { stateRoot: `0x${"11".repeat(32)}`, number: "0x1", gasLimit: "0x1000", timestamp: "0x2" };
		const withdrawals = [{ index: "0x0", validatorIndex: "0x1", address: sender, amount: "0x2" }];
		const cwd = folderWith({ "withdrawals.json": text(withdrawals) });
		const { stdout, stderr } = await evmore(
			["block-builder", ...["header", "txs"].map((part) => `--input.${part}=stdin`), "--output.block=stdout"].concat([
				"--input.withdrawals",
				"withdrawals.json",
			]),
			{
				cwd,
				input: text({ header: { ...header, baseFeePerGas: "0x7", withdrawalsRoot: header.stateRoot }, txs: "c0" }),
			},
		);
		expect(stderr).toBe("");
		const { rlp, hash } = JSON.parse(stdout) as { rlp: string; hash: string };
		expect(hash).toMatch(/^0x[0-9a-f]{64}$/);
		expect(rlp.endsWith(`c0c0d9d8800194${sender.slice(2)}02`)).toBe(true);
	});
});

test("numbers that are empty are 0, as go-ethereum has it", async () => {
	const changed = {
		"alloc.json": text({ [sender]: { balance: "0xde0b6b3a7640000", nonce: "", storage: { "": "0x2", "0x01": "0x" } } }),
		"env.json": text({ ...env, currentTimestamp: "", currentBaseFee: "" }),
		"txs.json": text([{ ...txs[0], value: "" }]),
	};
	const outputs = ["--output.alloc=stdout", "--output.result=stdout", "--state.fork=London"];
	const { stdout, stderr } = await evmore(["t8n", ...outputs], { cwd: folderWith(changed) });
	expect(stderr).toBe("");
	const { alloc: after, result } = JSON.parse(stdout) as { alloc: Record<string, unknown>; result: object };
	expect(result).toMatchObject({ currentBaseFee: "0x0", receipts: [{ status: "0x1" }] });
	expect(after[sender]).toMatchObject({
		nonce: "0x1",
		storage: { [`0x${"00".repeat(32)}`]: `0x${"2".padStart(64, "0")}` },
	});
});

// The hashes are those that go-ethereum's evm b11r gives.
test.each([
	[{ withdrawalsRoot: `0x${"22".repeat(32)}` }, "0x83c1022ccd1153d822691d5c826f153123a516bf62966fae49568ad6976092da"],
	[{ excessBlobGas: "0x5" }, "0xa6160bc713941594f29368659f51cfd8a979a7124bd5c8fb938e15da1b1d4772"],
	[
		{ baseFeePerGas: "0x7", parentBeaconBlockRoot: `0x${"22".repeat(32)}` },
		"0xef7d5e9d05889f7ed37b4c087669190240472cf9b6b31c01eb45274a539d4249",
	],
	[{ requestsHash: `0x${"22".repeat(32)}` }, "0x785f3c8a8397f919e00c1155eceeb9fd389e769889b684c982a182fad583e142"],
])("b11r checks nothing: %j without what comes before it", async (fields, hash) => {
	const header = { stateRoot: `0x${"11".repeat(32)}`, number: "0x1", gasLimit: "0x1000", timestamp: "", ...fields };
	const args = ["b11r", "--input.header=stdin", "--input.txs=stdin", "--output.block=stdout"];
	const { stdout } = await evmore(args, { input: text({ header, txs: "0xc0" }) });
	expect(JSON.parse(stdout)).toMatchObject({ hash });
});

const wrong = {
	"cut.json": '{"alloc": ',
	"list.json": "[]",
	"negative.json": text({ [sender]: { balance: "-1" } }),
	"named.json": text({ sender: {} }),
	"no-coinbase.json": text({ ...env, currentCoinbase: undefined }),
	"early.json": text({ ...env, currentDifficulty: undefined, parentDifficulty: "0x20000", parentTimestamp: "0x0a" }),
	"hash.json": text({ ...env, blockHashes: { zero: `0x${"00".repeat(32)}` } }),
	"txs-type.json": text([{ ...txs[0], type: "0x7f" }]),
	"txs-key.json": text([{ ...txs[0], secretKey: `0x${"00".repeat(32)}` }]),
	"txs-wide.json": text([{ ...txs[0], gas: `0x1${"0".repeat(16)}` }]),
	"txs-missing.json": text([{ ...txs[0], value: undefined }]),
	"text.rlp": "c0",
	"odd.rlp": '"0xc"',
	"cut.rlp": '"0xf8ff00"',
	"string.rlp": '"0x80"',
	"nested.rlp": text(`0x${"c1".repeat(5000)}c0`),
	"header.json": text({ number: "0x1", gasLimit: "0x1", timestamp: "0x1" }),
	"bare.json": text({ stateRoot: `0x${"11".repeat(32)}`, number: 1, gasLimit: "0x", timestamp: 1 }),
	"balance.json": text({ [sender]: { balance: "0x" } }),
	"timestamp.json": text({ ...env, currentTimestamp: "0x" }),
	"txs-to.json": text([{ ...txs[0], to: "" }]),
	"extra.json": text({ stateRoot: `0x${"11".repeat(32)}`, number: 1, gasLimit: 1, timestamp: 1, extraData: "0x" }),
	"clique.json": text({ secretKey }),
	"empty.rlp": '"0xc0"',
	"ommers.json": '["0xc0"]',
	"tx.rlp": '"0xc1c0"',
	file: "",
};

/** arguments; exit code; what the one line on standard error says */
const cases: readonly (readonly [string, number, RegExp])[] = [
	["t8n --input.alloc nowhere.json", 11, /^ERROR\(11\): failed reading alloc file: nowhere\.json: no such file/],
	["t8n --input.env nowhere.json", 11, /failed reading env file/],
	["t8n --input.txs nowhere.json", 11, /failed reading txs file/],
	["t8n --input.txs nowhere.rlp", 11, /failed reading txs file/],
	["t8n --input.alloc cut.json", 10, /failed unmarshalling alloc file: cut\.json: not valid JSON/],
	["t8n --input.alloc list.json", 10, /failed unmarshalling alloc file: alloc is not an object/],
	["t8n --input.alloc negative.json", 10, /alloc\.0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b\.balance is not/],
	["t8n --input.alloc named.json", 10, /alloc has an account that is not named by an address: sender/],
	["t8n --input.alloc stdin", 10, /failed unmarshalling stdin: standard input: empty/],
	["t8n --input.alloc balance.json", 10, /balance is not an unsigned integer/],
	["t8n --input.env timestamp.json", 10, /env\.currentTimestamp is not an unsigned integer/],
	["t8n --input.txs txs-to.json", 10, /txs\[0\]\.to is not an address/],
	["t8n --input.env no-coinbase.json", 10, /missing required field 'currentCoinbase'/],
	["t8n --input.env early.json", 3, /currentDifficulty cannot be calculated -- currentTime \(10\) needs to be after/],
	["t8n --input.env hash.json", 10, /blockHashes has a member that is no block number: zero/],
	["t8n --input.txs txs-type.json", 10, /transaction type not supported: 127/],
	["t8n --input.txs txs-key.json", 10, /tx 0: failed to sign tx: A private key/],
	["t8n --input.txs txs-wide.json", 10, /txs\[0\]\.gas needs more than 8 bytes/],
	["t8n --input.txs txs-missing.json", 10, /missing required field 'value'/],
	["t8n --input.txs text.rlp", 10, /failed unmarshalling txs file/],
	["t8n --input.txs odd.rlp", 10, /not hexadecimal/],
	["t8n --input.txs cut.rlp", 12, /unable to decode transactions from rlp data/],
	["t8n --input.txs string.rlp", 12, /expected input list/],
	["t8n --input.txs nested.rlp", 12, /unable to decode transactions from rlp data/],
	["t8n --state.fork Osaka", 3, /'withdrawals'|post-merge/],
	["t8n --state.fork Londn", 3, /Unknown fork "Londn"\. Did you mean "London"/],
	["t8n --state.fork London+99999", 3, /Unknown EIP/],
	["t8n --state.chainid one", 3, /--state\.chainid is not a number/],
	["t8n --state.chainid -1", 3, /--state\.chainid is out of range/],
	["t8n --state.reward 1e18", 3, /--state\.reward is not a number/],
	["t8n --output.basedir file", 11, /failed creating output basedir: file: is a file, not a directory/],
	[
		"t8n --output.basedir file/below",
		11,
		/output basedir: file\/below: a (file, not a|part of its path is not a) directory/,
	],
	["t8n --output.basedir /proc/evmore/test", 11, /failed creating output basedir: \/proc\/evmore\/test: /],
	[
		"t8n --output.result result.json --output.alloc ./result.json",
		3,
		/--output\.alloc and --output\.result are the same file: result\.json/,
	],
	["t8n --output.alloc= --output.body b --opcode.count ./b", 3, /--output\.body and --opcode\.count are the same file/],
	["t8n --output.result no/such/folder/result.json", 11, /failed writing output: no\/such\/folder\/result\.json/],
	[
		"t8n --trace.tracer colTracer",
		3,
		/failed instantiating tracer: there is no tracer "colTracer": did you mean callTracer/,
	],
	[
		"t8n --trace.tracer callTracer --trace.jsonconfig {",
		3,
		/failed instantiating tracer: --trace\.jsonconfig: not valid/,
	],
	["t8n --nonsense", 1, /unknown option '--nonsense'/],
	["t9n", 11, /only rlp supported/],
	["t9n --input.txs nowhere.rlp", 11, /failed reading txs file/],
	["t9n --input.txs cut.rlp", 12, /unable to decode transactions/],
	["t9n --input.txs empty.rlp --state.fork Nowhere", 3, /Unknown fork/],
	["b11r --input.header nowhere.json", 11, /failed reading header file/],
	["b11r --input.header header.json --input.txs empty.rlp", 10, /missing required field 'stateRoot'/],
	["b11r --input.header bare.json --input.txs empty.rlp", 10, /header\.gasLimit is not an unsigned integer/],
	["b11r --input.header extra.json --input.txs tx.rlp", 12, /unable to decode transaction from rlp data/],
	["b11r --input.header extra.json --input.txs empty.rlp --input.ommers ommers.json", 12, /unable to decode ommer/],
	[
		"b11r --input.header extra.json --input.txs empty.rlp --seal.clique clique.json",
		3,
		/overwrite provided extra data/,
	],
];

describe("bad input", () => {
	const cwd = folderWith({ ...inputs, ...wrong });
	const before = readdirSync(cwd).sort();

	test.each(cases)("%s", async (line, exitCode, message) => {
		const outcome = await evmore(line.split(" "), { cwd });
		expect(outcome.exitCode).toBe(exitCode);
		expect(outcome.stdout).toBe("");
		expect(outcome.stderr).toMatch(message);
		expect(outcome.stderr).toMatch(/^[^\n]+\n$/);
		expect(readdirSync(cwd).sort()).toEqual(before);
		expect(readFileSync(join(cwd, "alloc.json"), "utf8")).toBe(inputs["alloc.json"]);
	});
});

test("the command that fillers call has a name and a version", async () => {
	const { execFileSync } = await import("node:child_process");
	const { repositoryRoot } = await import("./evmore.js");
	const command = join(repositoryRoot, "packages/cli/bin/evmore-t8n.js");
	for (const option of ["-v", "--version"]) {
		expect(execFileSync(process.execPath, [command, option], { encoding: "utf8" })).toMatch(
			/^evmore-t8n \d+\.\d+\.\d+\n$/,
		);
	}
	const help = execFileSync(process.execPath, [command, "--help"], { encoding: "utf8" });
	for (const fork of ["Frontier", "EIP150", "ConstantinopleFix", "Merge", "Cancun", "Osaka", "BPO2"]) {
		expect(help).toContain(fork);
	}
	const cwd = folderWith(inputs);
	writeFileSync(join(cwd, "empty.json"), "[]");
	execFileSync(process.execPath, [command, "--verbosity", "5", "--input.txs", "empty.json"], { cwd });
	expect(readdirSync(cwd)).toContain("result.json");
});
