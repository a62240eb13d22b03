import { readFileSync } from "node:fs";

const spellings: readonly string[] = ["-v", "-V", "--version", "-version", "version"];

/** Answered before anything else is loaded. */
export function asksForVersion(args: readonly string[]): boolean {
	return args.length === 1 && spellings.includes(args[0]!);
}

/** The version of this package. */
export function readVersion(): string {
	const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
	return (JSON.parse(text) as { version: string }).version;
}
