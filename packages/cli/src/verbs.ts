import type { Command } from "commander";

/** A verb of the command line; its code is loaded when it is used. */
export interface Verb {
	readonly name: string;
	readonly alias?: string;
	readonly summary: string;
	load(): Promise<Command>;
	/** Exit code of wrong usage where it is not 2, which transition tools give another meaning. */
	readonly usageExitCode?: number;
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
		name: "t8n",
		alias: "transition",
		summary: "make a block: execute transactions on a state",
		usageExitCode: 1,
		load: async () => (await import("./t8n/t8n-command.js")).t8nCommand(),
	},
	{
		name: "t8n-server",
		summary: "make blocks for those who ask over HTTP",
		load: async () => (await import("./t8n/t8n-server-command.js")).t8nServerCommand(),
	},
	{
		name: "t9n",
		alias: "transaction",
		summary: "check transactions",
		usageExitCode: 1,
		load: async () => (await import("./t9n/t9n-command.js")).t9nCommand(),
	},
	{
		name: "b11r",
		alias: "block-builder",
		summary: "put a block together from its parts",
		usageExitCode: 1,
		load: async () => (await import("./b11r/b11r-command.js")).b11rCommand(),
	},
	{
		name: "replay",
		summary: "execute blocks again, and check what their headers say",
		load: async () => (await import("./replay/replay-command.js")).replayCommand(),
	},
	{
		name: "node",
		summary: "run an Ethereum node for development",
		load: async () => (await import("./node/node-command.js")).nodeCommand(),
	},
	{
		name: "verify",
		summary: "check every hash of a node's chain on disk",
		load: async () => (await import("./node/chain-commands.js")).verifyCommand(),
	},
	{
		name: "import",
		summary: "import blocks into a node's chain on disk",
		load: async () => (await import("./node/chain-commands.js")).importCommand(),
	},
	{
		name: "export",
		summary: "write the blocks of a node's chain to a file",
		load: async () => (await import("./node/chain-commands.js")).exportCommand(),
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
