import type { Command } from "commander";

/** Shorter and older names of options, as go-ethereum and others have them. */
const otherNames: Readonly<Record<string, string>> = {
	nomemory: "trace.nomemory",
	nostack: "trace.nostack",
	nostorage: "trace.nostorage",
	noreturndata: "trace.noreturndata",
	fork: "state.fork",
	sig: "function",
	at: "receiver",
};

/**
 * Rewrites options to the one spelling that is declared: one dash instead of two as Go's flags allow (`-function`), other
 * names, and switches with their value (`--trace` is `--trace=true`), so that a switch never takes the next argument.
 */
export function spellOptions(args: readonly string[], command: Command): string[] {
	const declared = new Map(command.options.map((option) => [option.long?.replace(/^--/, ""), option]));
	const spelled: string[] = [];
	for (let at = 0; at < args.length; at++) {
		const argument = args[at]!;
		if (argument === "--") return [...spelled, ...args.slice(at)];
		const match = /^--?([A-Za-z][\w.-]+)(=.*)?$/s.exec(argument);
		const given = match?.[1] ?? "";
		const name = declared.has(given) ? given : (otherNames[given] ?? given);
		const option = declared.get(name);
		if (match === null || option === undefined) {
			spelled.push(argument);
			continue;
		}
		const value = match[2];
		spelled.push(`--${name}${value ?? (option.optional ? "=true" : "")}`);
		// The value of an option is nobody's option, whatever it looks like.
		if (value === undefined && option.required && at + 1 < args.length) spelled.push(args[++at]!);
	}
	return spelled;
}
