import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repositoryRoot: string = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A TypeScript file as the architecture tests see it. */
export interface SourceFile {
	/** From the root of the repository, with slashes. */
	readonly path: string;
	readonly text: string;
	/** The text with comments blanked out; line numbers stay. */
	readonly code: string;
	/** What stood in comments, with its line, counted from 1. */
	readonly comments: readonly { readonly line: number; readonly text: string }[];
}

/** An import, re-export or `import()` of another module. */
export interface ImportStatement {
	readonly specifier: string;
	/** True when nothing of it is left in JavaScript. */
	readonly typeOnly: boolean;
}

const skippedFolders = new Set(["node_modules", "dist", "build", "coverage", ".git"]);

/** All files below a folder of the repository whose name the pattern matches, sorted; none when there is no folder. */
export function listFiles(folder: string, pattern: RegExp): string[] {
	const found: string[] = [];
	const visit = (path: string): void => {
		for (const entry of readdirSync(join(repositoryRoot, path), { withFileTypes: true })) {
			const child = posix.join(path, entry.name);
			if (!entry.isDirectory()) {
				if (pattern.test(entry.name)) found.push(child);
			} else if (!skippedFolders.has(entry.name)) visit(child);
		}
	};
	if (existsSync(join(repositoryRoot, folder))) visit(folder);
	return found.sort();
}

/** Reads the TypeScript files below folders of the repository. */
export function readSourceFiles(...folders: string[]): SourceFile[] {
	return folders
		.flatMap((folder) => listFiles(folder, /\.m?ts$/))
		.map((path) => parseSourceFile(path, readFileSync(join(repositoryRoot, path), "utf8")));
}

/** Tells comments from code. Knows strings, templates and regular expressions; that suffices for this code base. */
export function parseSourceFile(path: string, text: string): SourceFile {
	const comments: { line: number; text: string }[] = [];
	let code = "";
	let at = 0;
	let line = 1;
	/** Depths of braces at which a template's `${` is open. */
	const templates: number[] = [];
	let depth = 0;
	const take = (end: number, blank = false): void => {
		const piece = text.slice(at, end);
		code += blank ? piece.replace(/[^\n\t]/g, " ") : piece;
		line += piece.split("\n").length - 1;
		at = end;
	};
	const takeTemplate = (from: number): void => {
		let end = from;
		while (end < text.length && text[end] !== "`" && !text.startsWith("${", end)) end += text[end] === "\\" ? 2 : 1;
		if (text.startsWith("${", end)) {
			templates.push(depth++);
			take(end + 2);
		} else take(end + 1);
	};
	while (at < text.length) {
		const char = text[at]!;
		if (text.startsWith("//", at) || text.startsWith("/*", at)) {
			const close = char + text[at + 1]! === "//" ? text.indexOf("\n", at) : text.indexOf("*/", at) + 2;
			const end = close < at ? text.length : close;
			text
				.slice(at, end)
				.split("\n")
				.forEach((part, index) => {
					comments.push({ line: line + index, text: part });
				});
			take(end, true);
		} else if (char === '"' || char === "'") {
			let end = at + 1;
			while (end < text.length && text[end] !== char) end += text[end] === "\\" ? 2 : 1;
			take(end + 1);
		} else if (char === "`") {
			takeTemplate(at + 1);
		} else if (char === "}" && depth - 1 === templates.at(-1)) {
			depth = templates.pop()!;
			takeTemplate(at + 1);
		} else if (char === "/" && /(?:^|[(,=:[!&|?{};>\n]|return|=>)\s*$/.test(code.slice(-40))) {
			let end = at + 1;
			for (let inClass = false; end < text.length && (inClass || text[end] !== "/"); end++) {
				if (text[end] === "\\") end++;
				else if (text[end] === "[") inClass = true;
				else if (text[end] === "]") inClass = false;
			}
			take(end + 1);
		} else {
			if (char === "{") depth++;
			if (char === "}") depth--;
			take(at + 1);
		}
	}
	return { path, text, code, comments };
}

/** The modules a file refers to. */
export function readImports(file: SourceFile): ImportStatement[] {
	const found: ImportStatement[] = [];
	const statement = /^[ \t]*(import|export)\s+(type\s+)?([\w*{][^;"']*?)\s*from\s*["']([^"']+)["']/gm;
	for (const [, , type, clause, specifier] of file.code.matchAll(statement)) {
		const names = /^\{([\s\S]*)\}$/.exec(clause!.trim())?.[1];
		const onlyTypes = names
			?.split(",")
			.map((name) => name.trim())
			.filter((name) => name !== "")
			.every((name) => name.startsWith("type "));
		found.push({ specifier: specifier!, typeOnly: type !== undefined || onlyTypes === true });
	}
	for (const [, specifier] of file.code.matchAll(/^[ \t]*import\s*["']([^"']+)["']/gm)) {
		found.push({ specifier: specifier!, typeOnly: false });
	}
	for (const [, type, specifier] of file.code.matchAll(/(typeof\s+)?\bimport\(\s*["']([^"']+)["']/g)) {
		found.push({ specifier: specifier!, typeOnly: type !== undefined });
	}
	return found;
}

/** The strings and template pieces of the code. */
export function readStrings(file: SourceFile): string[] {
	return [...file.code.matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`$]*)`/g)].map(
		([, double, single, template]) => double ?? single ?? template ?? "",
	);
}

/** The code with its strings emptied. */
export function withoutStrings(code: string): string {
	return code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""').replace(/`[^`$]*`/g, "``");
}
