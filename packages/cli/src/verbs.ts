import type { Command } from "commander";

/** A verb of the command line; its code is loaded when it is used. */
export interface Verb {
	readonly name: string;
	readonly alias?: string;
	readonly summary: string;
	load(): Promise<Command>;
}

export const verbs: readonly Verb[] = [
	{
		name: "run",
		summary: "run bytecode: hex, a file, or standard input",
		load: async () => (await import("./commands/run.js")).runCommand(),
	},
	{
		name: "call",
		summary: "deploy a contract and call one of its functions",
		load: async () => (await import("./commands/call.js")).callCommand(),
	},
	{
		name: "deploy",
		summary: "run creation code and print the runtime code",
		load: async () => (await import("./commands/deploy.js")).deployCommand(),
	},
	{
		name: "asm",
		alias: "compile",
		summary: "assemble a source file to bytecode",
		load: async () => (await import("./commands/asm.js")).asmCommand(),
	},
	{
		name: "disasm",
		summary: "show bytecode as instructions",
		load: async () => (await import("./commands/disasm.js")).disasmCommand(),
	},
	{
		name: "compile-report",
		summary: "show what the compiler tier makes of bytecode",
		load: async () => (await import("./commands/compile-report.js")).compileReportCommand(),
	},
	{
		name: "statetest",
		summary: "run Ethereum's state tests",
		load: async () => (await import("./statetest/statetest-command.js")).statetestCommand(),
	},
	{
		name: "blocktest",
		summary: "run Ethereum's blockchain tests",
		load: async () => (await import("./blocktest/blocktest-command.js")).blocktestCommand(),
	},
	{
		name: "node",
		summary: "run an Ethereum node for development",
		load: async () => (await import("./node/node-command.js")).nodeCommand(),
	},
	{
		name: "opcodes",
		summary: "list the opcodes with their gas",
		load: async () => (await import("./commands/opcodes.js")).opcodesCommand(),
	},
	{
		name: "forks",
		summary: "list the forks with what they changed",
		load: async () => (await import("./commands/forks.js")).forksCommand(),
	},
];
