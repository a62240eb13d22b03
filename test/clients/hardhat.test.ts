import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";
import { RunningNode } from "./running-node.js";

const project = join(repositoryRoot, "test/clients/project");
const hardhat = join(repositoryRoot, "test/clients/project/node_modules/hardhat/dist/src/cli.js");

/** Hardhat 3 wants Node 22.13 or later: where this is an older one, another one from npm, as `.ci/run` takes. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 13);
const program: readonly string[] = isNewEnough ? [process.execPath] : ["npx", "--yes", "node@24"];

interface Outcome {
	readonly exitCode: unknown;
	readonly output: string;
}

const isInstalled = existsSync(hardhat);
const mustRun = process.env.CI === "true" || process.env.CI === "1";

if (!isInstalled) {
	console.warn("The Hardhat project is not installed (npm run install:hardhat): its tests are left out.");
	test.runIf(mustRun)("the Hardhat project is installed where CI runs", () => {
		expect.unreachable("run npm run install:hardhat; the tests with Hardhat must run in CI");
	});
}

describe.skipIf(!isInstalled)("the tests of a Hardhat 3 project", () => {
	let node: RunningNode;
	/** What Hardhat writes. */
	let folder: string;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "evmore-hardhat-"));
		// The helpers for tests want the name of a node that they know.
		node = await RunningNode.start("--client-version", "anvil/evmore");
	});

	afterAll(async () => {
		await node?.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	function run(...options: readonly string[]): Promise<Outcome> {
		const env = { ...process.env, EVMORE_URL: node.url, EVMORE_OUTPUT: folder, HOME: folder, NO_COLOR: "1" };
		const [file, ...rest] = [...program, hardhat, ...options];
		return new Promise((resolve) => {
			execFile(file!, rest, { cwd: project, env, timeout: 280_000 }, (error, stdout, stderr) => {
				resolve({ exitCode: error === null ? 0 : (error.code ?? "killed"), output: stdout + stderr });
			});
		});
	}

	/** Every test that ran passed, and so many did. */
	function expectPassed({ exitCode, output }: Outcome, count: number): void {
		expect(output).toContain(`${count} passing`);
		expect(output).not.toMatch(/failing|skipped/);
		expect(exitCode).toBe(0);
	}

	const timeout = 300_000;

	test("pass where the node signs", { timeout }, async () => {
		expectPassed(await run("test", "nodejs", "--network", "evmore"), 12);
	});

	test("pass where Hardhat signs", { timeout }, async () => {
		expectPassed(await run("test", "nodejs", "test/counter.ts", "--network", "signed"), 11);
	});
});
