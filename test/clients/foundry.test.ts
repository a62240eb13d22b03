import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";
import { RunningNode } from "./running-node.js";

const project = join(repositoryRoot, "test/clients/project");
const first = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const second = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const privateKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const counter = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

interface Outcome {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

let node: RunningNode;
/** What forge writes. */
let folder: string;

/** Runs one of Foundry's programs in the project, without a network besides the node. */
function run(program: "forge" | "cast", ...options: readonly string[]): Promise<Outcome> {
	const env = {
		...process.env,
		NO_COLOR: "1",
		HOME: folder,
		FOUNDRY_OUT: join(folder, "out"),
		FOUNDRY_CACHE_PATH: join(folder, "cache"),
		FOUNDRY_BROADCAST: join(folder, "broadcast"),
		FOUNDRY_SOLC: join(repositoryRoot, "test/clients/solc.mjs"),
		ETH_RPC_URL: node.url,
		// Of a request: the first with blobs has the node read the trusted setup, which takes seconds.
		ETH_RPC_TIMEOUT: "240",
		COUNTER: counter,
	};
	return new Promise((resolve) => {
		execFile(
			join(repositoryRoot, "node_modules/.bin", program),
			options,
			{ cwd: project, env, timeout: 280_000 },
			(error, stdout, stderr) => {
				resolve({ exitCode: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
			},
		);
	});
}

/** What cast answers when it succeeds. */
async function cast(...options: readonly string[]): Promise<string> {
	const { exitCode, stdout, stderr } = await run("cast", ...options);
	if (exitCode !== 0) throw new Error(stderr || stdout);
	return stdout.trim();
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "evmore-foundry-"));
	node = await RunningNode.start("--timestamp", "1800000000");
});

afterAll(async () => {
	await node?.stop();
	rmSync(folder, { recursive: true, force: true });
});

// One chain, step by step.
describe("forge", () => {
	test("runs a script, and broadcasts what it sends", async () => {
		const { exitCode, stdout, stderr } = await run(
			"forge",
			...["script", "script/Deploy.s.sol", "--broadcast", "--rpc-url", node.url, "--private-key", privateKey],
			// One after the other: at once, over several connections, a later one may come before an earlier one, and share its block.
			"--slow",
		);
		expect([exitCode, stderr.match(/error/i)]).toEqual([0, null]);
		expect(stdout).toContain("ONCHAIN EXECUTION COMPLETE & SUCCESSFUL");
		expect(stdout).toContain(counter);
		expect(await cast("nonce", first)).toBe("3");
		expect(await cast("call", counter, "total()(uint256)")).toBe("8");
	});

	test("tests on a fork of the node, and sees what fails there", async () => {
		const runTests = async (...options: string[]): Promise<unknown> => {
			const { stdout } = await run("forge", "test", "--fork-url", node.url, "--json", ...options);
			const suites = JSON.parse(stdout) as Record<string, { test_results: Record<string, { status: string }> }>;
			const results = Object.entries(suites["forge-test/Counter.t.sol:CounterTest"]!.test_results);
			return Object.fromEntries(results.map(([name, { status }]) => [name, status]));
		};
		expect(await runTests("--no-match-test", "testFailsHere")).toEqual({
			"testCounts()": "Success",
			"testOldBlock()": "Success",
			"testReverts()": "Success",
			"testSeesTheChain()": "Success",
		});
		expect(await runTests("--match-test", "testFailsHere")).toEqual({ "testFailsHere()": "Failure" });
	});

	test("creates a contract", async () => {
		const { exitCode, stdout } = await run(
			"forge",
			...["create", "contracts/Counter.sol:Counter", "--broadcast", "--json", "--private-key", privateKey],
			...["--rpc-url", node.url, "--constructor-args", "40"],
		);
		expect(exitCode).toBe(0);
		const { deployedTo, deployer } = JSON.parse(stdout) as { deployedTo: string; deployer: string };
		expect(deployer).toBe(first);
		expect(await cast("call", deployedTo, "total()(uint256)")).toBe("40");
	});
});

describe("cast", () => {
	const send = async (...options: readonly string[]): Promise<Record<string, unknown>> =>
		JSON.parse(await cast("send", "--json", "--private-key", privateKey, ...options)) as Record<string, unknown>;

	test("reads accounts, blocks and the chain", async () => {
		expect(await cast("chain-id")).toBe("31337");
		expect(await cast("client")).toMatch(/^evmore\//);
		expect(await cast("balance", second, "--ether")).toBe("10000.000000000000000000");
		expect(await cast("code", counter)).toMatch(/^0x60/);
		expect(await cast("storage", counter, "0")).toBe(`0x${"8".padStart(64, "0")}`);
		expect(await cast("block", "0", "--field", "timestamp")).toMatch(/^18000000\d\d/);
		expect(await cast("block-number")).toBe("4");
		expect(JSON.parse(await cast("proof", counter, "0"))).toMatchObject({ storageProof: [{ value: "0x8" }] });
	});

	test("sends, and finds events", async () => {
		const receipt = await send(counter, "count(uint256)", "4");
		expect(receipt).toMatchObject({ status: "0x1", type: "0x2", to: counter.toLowerCase(), blockNumber: "0x5" });
		const logs = JSON.parse(
			await cast("logs", "--json", "--from-block", "5", "--address", counter, "Counted(address,uint256,uint256)"),
		) as { data: string; topics: string[] }[];
		expect(logs).toHaveLength(1);
		expect(BigInt(logs[0]!.data)).toBe(12n);
		expect(BigInt(logs[0]!.topics[2]!)).toBe(4n);
		const legacy = await send("--legacy", counter, "count(uint256)", "1");
		expect(legacy).toMatchObject({ status: "0x1", type: "0x0" });
	});

	test("estimates", async () => {
		expect(await cast("estimate", "--from", first, second, "--value", "1")).toBe("21000");
		const gas = Number(await cast("estimate", "--from", first, counter, "count(uint256)", "2"));
		const { gasUsed } = await send(counter, "count(uint256)", "2", "--gas-limit", String(gas));
		expect(Number(gasUsed)).toBeLessThanOrEqual(gas);
		const little = await send(counter, "count(uint256)", "2", "--gas-limit", String(gas - 1000));
		expect(little).toMatchObject({ status: "0x0" });
	});

	test("says why calls fail", async () => {
		const complaint = async (...options: string[]): Promise<string> => (await run("cast", ...options)).stderr;
		expect(await complaint("call", counter, "count(uint256)", "13")).toContain("execution reverted: unlucky");
		const data = await cast("abi-encode", "TooMuch(uint256,uint256)", "101", "100");
		const tooMuch = ["--from", first, counter, "count(uint256)", "101"];
		expect(await complaint("estimate", ...tooMuch)).toContain(data.slice(2));
		expect(await complaint("send", "--private-key", privateKey, counter, "count(uint256)", "13")).toContain("unlucky");
	});

	test("replays a transaction step by step", async () => {
		const { transactionHash } = await send(counter, "count(uint256)", "3");
		const run = await cast("run", String(transactionHash));
		expect(run).toContain("Transaction successfully executed.");
		const trace = JSON.parse(
			await cast("rpc", "debug_traceTransaction", String(transactionHash), '{"tracer":"callTracer"}'),
		);
		expect(trace).toMatchObject({ type: "CALL", to: counter.toLowerCase() });
		expect(await cast("call", "--trace", counter, "total()(uint256)")).toContain("[Return]");
	});

	test("sends blobs", { timeout: 300_000 }, async () => {
		const path = join(folder, "blob");
		writeFileSync(path, new Uint8Array([0x12, 0x34]));
		const sent = [];
		for (const format of [[], ["--eip4844"]]) {
			sent.push(await send("--blob", ...format, "--path", path, "--blob-gas-price", "10", second));
		}
		const receipt = { status: "0x1", type: "0x3", blobGasUsed: "0x20000" };
		expect(sent).toMatchObject([receipt, receipt]);
		// Both forms hold the same blob: what differs is what proves it.
		const hashes = await Promise.all(
			sent.map(async ({ transactionHash }) => {
				const { blobVersionedHashes } = JSON.parse(await cast("tx", "--json", String(transactionHash))) as {
					blobVersionedHashes: readonly string[];
				};
				return blobVersionedHashes;
			}),
		);
		expect(hashes[0]).toHaveLength(1);
		expect(hashes[1]).toEqual(hashes[0]);
		expect(await cast("rpc", "anvil_getBlobByHash", hashes[0]![0]!)).toContain("1234");
	});

	test("signs typed data, and delegates to code", async () => {
		const typed = join(folder, "typed.json");
		const content = {
			domain: { name: "evmore", chainId: 31_337 },
			types: {
				EIP712Domain: [
					{ name: "name", type: "string" },
					{ name: "chainId", type: "uint256" },
				],
				Note: [{ name: "text", type: "string" }],
			},
			primaryType: "Note",
			message: { text: "hello" },
		};
		writeFileSync(typed, JSON.stringify(content));
		const local = await cast("wallet", "sign", "--private-key", privateKey, "--data", "--from-file", typed);
		expect(JSON.parse(await cast("rpc", "eth_signTypedData_v4", first, JSON.stringify(content)))).toBe(local);
		const authorization = await cast("wallet", "sign-auth", counter, "--private-key", privateKey, "--self-broadcast");
		expect(await send("--auth", authorization, first, "total()", "--gas-limit", "200000")).toMatchObject({
			status: "0x1",
			type: "0x4",
		});
		expect(await cast("code", first)).toBe(`0xef0100${counter.slice(2).toLowerCase()}`);
	});

	test("has the node send in others' names, and go back", async () => {
		const rich = `0x${"ee".repeat(20)}`;
		const total = Number(await cast("call", counter, "total()(uint256)"));
		const snapshot = await cast("rpc", "evm_snapshot");
		await cast("rpc", "anvil_setBalance", rich, "0xde0b6b3a7640000");
		await cast("rpc", "anvil_impersonateAccount", rich);
		const sent = await cast("send", "--json", "--unlocked", "--from", rich, counter, "count(uint256)", "9");
		expect(JSON.parse(sent)).toMatchObject({ status: "0x1", from: rich });
		expect(await cast("call", counter, "total()(uint256)")).toBe(String(total + 9));
		expect(await cast("rpc", "evm_revert", snapshot)).toBe("true");
		expect(await cast("call", counter, "total()(uint256)")).toBe(String(total));
	});
});
