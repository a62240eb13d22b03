import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../architecture/source-file.js";
import { findChromium, visitPage } from "./chromium.js";
import { StaticServer } from "./static-server.js";

const chromium = findChromium();
const mustRun = process.env.CI === "true" || process.env.CI === "1";

/** The page that docs/guides/browser.md shows. */
const guide = /```html\n([\s\S]*?)```/.exec(readFileSync(join(repositoryRoot, "docs/guides/browser.md"), "utf8"))![1]!;
const importMap = /<script type="importmap">[\s\S]*?<\/script>/.exec(guide)![0];
const answer = `0x${"2a".padStart(64, "0")}`;

async function visit(pages: Readonly<Record<string, string>>): Promise<{ report: unknown; server: StaticServer }> {
	const server = new StaticServer(pages);
	const origin = await server.start();
	try {
		return { report: await visitPage(chromium!, `${origin}/`, server.report), server };
	} finally {
		await server.stop();
	}
}

describe("headless Chromium", () => {
	let expected: unknown;

	beforeAll(async () => {
		// The same program in Node. There a library can be loaded at once, so that nothing is refused.
		const page = (await import("./page.mjs")) as { readonly result: object };
		expected = { ...page.result, refusal: "AsynchronousStateError" };
	});

	if (chromium === undefined) {
		console.warn("No Chromium here (set CHROMIUM, or install it): the tests in a browser are left out.");
		test.runIf(mustRun)("is installed where CI runs", () => {
			expect.unreachable("no Chromium found; the tests in a browser must run in CI");
		});
	}

	const bundle = mkdtempSync(join(repositoryRoot, "node_modules/.evmore-bundle-"));
	afterAll(() => rmSync(bundle, { recursive: true, force: true }));

	test("this program does what it should in Node", () => {
		expect(expected).toMatchObject({
			plain: answer,
			plainGas: "16",
			recovered: `0x${"7156526fbd7a3c72969b54f64e42c10fbb768c8a".padStart(64, "0")}`,
			sent: "success",
		});
	});

	test.skipIf(chromium === undefined)("runs the built modules as they are", async () => {
		const html = `<!doctype html><body>${importMap}<script type="module" src="/test/browser/page.mjs"></script>`;
		const { report, server } = await visit({ "/": html });
		expect(report).toEqual(expected);
		expect(server.missing).toEqual([]);
		expect(server.requests.filter((path) => path.startsWith("/node_modules/@evmore/evm/dist/")).length).toBeGreaterThan(
			100,
		);
		expect(server.requests.filter((path) => /bls12|nist/.test(path) && path.includes("@noble"))).toEqual([]);
	});

	test.skipIf(chromium === undefined)("runs what a bundler makes of it", async () => {
		const { build } = await import("vite");
		await build({
			root: repositoryRoot,
			configFile: false,
			logLevel: "error",
			build: {
				outDir: bundle,
				target: "es2022",
				lib: { entry: join(repositoryRoot, "test/browser/page.mjs"), formats: ["es"], fileName: "page" },
			},
		});
		const files = readdirSync(bundle, { recursive: true }).map(String);
		const pages = Object.fromEntries(
			files
				.filter((file) => file.endsWith(".js"))
				.map((file) => [`/${file}`, readFileSync(join(bundle, file), "utf8")]),
		);
		expect(Object.values(pages).filter((text) => /from\s*"node:|import\("node:/.test(text))).toEqual([]);
		const { report } = await visit({
			...pages,
			"/": '<!doctype html><body><script type="module" src="/page.js"></script>',
		});
		expect(report).toEqual(expected);
	});

	test.skipIf(chromium === undefined)("shows the page of the guide", async () => {
		const send =
			'await fetch("/report", { method: "POST", body: JSON.stringify(document.body.textContent) });\n</script>';
		const end = guide.lastIndexOf("</script>");
		const { report, server } = await visit({ "/": `<!doctype html><body>${guide.slice(0, end)}${send}` });
		expect(report).toBe(answer);
		expect(server.missing).toEqual([]);
	});
});
