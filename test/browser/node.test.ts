import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";
import { expectedFindings } from "../clients/viem-expected.js";
import { compileCounter } from "../node/contracts.js";
import { findChromium, visitPage } from "./chromium.js";
import { StaticServer } from "./static-server.js";

const chromium = findChromium();
const mustRun = process.env.CI === "true" || process.env.CI === "1";

describe("the development node in headless Chromium", () => {
	const folder = mkdtempSync(join(repositoryRoot, "node_modules/.evmore-bundle-"));
	/** Modules of Node's that the page would need. */
	const builtins: string[] = [];
	const pages: Record<string, string> = {
		"/": '<!doctype html><body><script type="module" src="/page.js"></script>',
		"/artifact.json": JSON.stringify(compileCounter()),
	};

	beforeAll(async () => {
		const { build } = await import("vite");
		await build({
			root: repositoryRoot,
			configFile: false,
			logLevel: "error",
			plugins: [
				{
					name: "note-builtins",
					enforce: "pre",
					resolveId(id, importer) {
						// viem's own are viem's matter.
						if (isBuiltin(id) && !importer?.includes("/node_modules/viem/")) builtins.push(`${id} in ${importer}`);
					},
				},
			],
			build: {
				outDir: folder,
				target: "es2022",
				lib: { entry: join(repositoryRoot, "test/browser/node-page.ts"), formats: ["es"], fileName: "page" },
			},
		});
		for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
			pages[`/${file}`] = readFileSync(join(folder, file), "utf8");
		}
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	if (chromium === undefined) {
		test.runIf(mustRun)("Chromium is installed where CI runs", () => {
			expect.unreachable("no Chromium found; the tests in a browser must run in CI");
		});
	}

	test("needs nothing of Node's, no server and no database", () => {
		expect(builtins).toEqual([]);
		expect(pages["/page.js"]).not.toMatch(/lmdb|createServer/);
	});

	test.skipIf(chromium === undefined)("serves viem", { timeout: 300_000 }, async () => {
		const server = new StaticServer(pages);
		const origin = await server.start();
		try {
			expect(await visitPage(chromium!, `${origin}/`, server.report, 240_000)).toEqual({
				findings: expectedFindings,
				told: { type: "eth_subscription", isSame: true, number: "0x1" },
				// Of two points at infinity, the third one.
				bn254: `0x${"00".repeat(64)}`,
			});
			expect(server.missing).toEqual([]);
		} finally {
			await server.stop();
		}
	});
});
