import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const pagePath = resolve(dirname(fileURLToPath(import.meta.url)), "../../docs/benchmarks.md");

const begin = (name: string): string => `<!-- ${name}: begin -->`;
const end = (name: string): string => `<!-- ${name}: end -->`;

/** What other programs wrote to the page, in sections of their own. */
export function readSections(): string {
	if (!existsSync(pagePath)) return "";
	const page = readFileSync(pagePath, "utf8");
	const sections = page.match(/<!-- ([\w-]+): begin -->[\s\S]*?<!-- \1: end -->\n?/g) ?? [];
	return sections.map((section) => `\n${section}`).join("");
}

/** Writes a section of docs/benchmarks.md: in its place when it is there, else at the end. */
export function writeSection(name: string, text: string): void {
	const page = existsSync(pagePath) ? readFileSync(pagePath, "utf8") : "# Benchmarks\n";
	const section = `${begin(name)}\n${text.trimEnd()}\n${end(name)}\n`;
	const from = page.indexOf(begin(name));
	const to = page.indexOf(`${end(name)}\n`);
	const isThere = from >= 0 && to > from;
	const next = isThere
		? page.slice(0, from) + section + page.slice(to + end(name).length + 1)
		: `${page.trimEnd()}\n\n${section}`;
	writeFileSync(pagePath, next);
	console.error(`written: ${join("docs", "benchmarks.md")}, ${name}`);
}

/** Writes the page but for the sections of other programs, which stay. */
export function writePageText(text: string): void {
	writeFileSync(pagePath, `${text.trimEnd()}\n${readSections()}`);
	console.error(`written: ${join("docs", "benchmarks.md")}`);
}
