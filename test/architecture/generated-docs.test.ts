import { expect, test } from "vitest";
import * as spec from "../../packages/evm/src/spec/index.js";
import { methodNames } from "../../packages/node/src/index.js";
import { findStalePages, generatePages, readPages } from "../../scripts/generate-docs.mjs";

test("docs/generated is what the rules say (else: node scripts/generate-docs.mjs)", () => {
	const pages = generatePages(spec, methodNames);
	expect(pages.size).toBe(4 + spec.forks.length);
	expect(findStalePages(pages, readPages())).toEqual([]);
});

test("a missing, a different and a superfluous page are stale", () => {
	const wanted = new Map([
		["a.md", "a"],
		["b.md", "b"],
		["c.md", "c"],
	]);
	const present = new Map([
		["b.md", "B"],
		["c.md", "c"],
		["d.md", "d"],
	]);
	expect(findStalePages(wanted, present)).toEqual(["a.md", "b.md", "d.md"]);
});
