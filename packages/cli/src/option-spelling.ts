import type { Command } from "commander";

/** Shorter and older names of options, as go-ethereum, anvil and others have them. */
const otherNames: Readonly<Record<string, string>> = {
	nomemory: "trace.nomemory",
	nostack: "trace.nostack",
	nostorage: "trace.nostorage",
	noreturndata: "trace.noreturndata",
	fork: "state.fork",
	sig: "function",
	at: "receiver",
	blockTime: "block-time",
	"no-mine": "no-mining",
	"rpc-url": "fork-url",
	"base-fee": "block-base-fee-per-gas",
	"allow-origin": "http.corsdomain",
	"auto-unlock": "auto-impersonate",
	"no-console-log": "disable-console-log",
	"enable-trace-printing": "print-traces",
	"no-priority-fee": "disable-min-priority-fee",
	"no-create2": "disable-default-create2-deployer",
	ipcpath: "ipc",
	tracing: "steps-tracing",
	"tx-gas-limit": "enable-tx-gas-limit",
	"no-rpc-rate-limit": "no-rate-limit",
	jobs: "threads",
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
		const isSwitch = option.flags.endsWith("[bool]");
		spelled.push(`--${name}${value ?? (isSwitch ? "=true" : "")}`);
		// The value of an option is nobody's option, whatever it looks like.
		if (value === undefined && option.required && at + 1 < args.length) spelled.push(args[++at]!);
	}
	return spelled;
}
