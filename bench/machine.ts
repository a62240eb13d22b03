import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";

/** What the numbers were measured on. */
export function describeMachine(): { machine: string; node: string; commit: string } {
	const [cpu] = cpus();
	const model = (cpu?.model ?? "unknown processor").replace(/\s+/g, " ").trim();
	return {
		machine: `${model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`,
		node: process.version,
		commit: readCommit(),
	};
}

function readCommit(): string {
	try {
		const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();
		return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--", "packages") === "" ? "" : "+");
	} catch {
		return "unknown";
	}
}
