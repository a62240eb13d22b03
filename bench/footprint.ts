import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { summarise } from "./measure.js";

/** What a process costs, beside the time of programs. */
export interface Footprint {
	/** Milliseconds from start to end of a process, medians. */
	readonly startMs: {
		readonly node: number;
		readonly importEvm: number;
		/** Undefined: the command is not built. */
		readonly evmoreRun00: number | undefined;
		readonly importEthereumjs: number | undefined;
	};
	/** Largest resident size of a process, MiB. */
	readonly peakMiB: { readonly node: number; readonly importEvm: number; readonly oneCall: number };
}

// Built, this file is one folder below bench/.
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(import.meta.url);

function run(args: readonly string[]): { ms: number; stdout: string } {
	const start = performance.now();
	const { stdout, status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
	if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
	return { ms: performance.now() - start, stdout };
}

/** Prints the largest resident size in KiB: of this program alone, which getrusage does not tell of one just started. */
const printPeak = `
const fs = process.getBuiltinModule ? process.getBuiltinModule("node:fs") : require("node:fs");
const status = fs.existsSync("/proc/self/status") ? fs.readFileSync("/proc/self/status", "utf8") : "";
console.log(/VmHWM:\\s*(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
`;

/** Starts processes in turns. */
export function measureFootprint(rounds = 15): Footprint {
	const command = join(root, "packages/cli/bin/evmore.js");
	const programs: Record<string, readonly string[]> = {
		node: ["-e", "0"],
		importEvm: ["-e", "import('@evmore/evm')"],
	};
	if (existsSync(command)) programs.evmoreRun00 = [command, "run", "00"];
	if (has("@ethereumjs/evm")) programs.importEthereumjs = ["-e", "import('@ethereumjs/evm')"];
	const samples = new Map<string, number[]>(Object.keys(programs).map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, args] of Object.entries(programs)) samples.get(name)!.push(run(args).ms);
	}
	const median = (name: string): number | undefined =>
		samples.has(name) ? summarise(samples.get(name)!).median : undefined;
	const peak = (code: string): number =>
		Number(run(["--input-type=module", "-e", `${code};${printPeak}`]).stdout) / 1024;
	const load = "const {createEvm}=await import('@evmore/evm')";
	return {
		startMs: {
			node: median("node")!,
			importEvm: median("importEvm")!,
			evmoreRun00: median("evmoreRun00"),
			importEthereumjs: median("importEthereumjs"),
		},
		peakMiB: {
			node: peak("0"),
			importEvm: peak(load),
			oneCall: peak(`${load};createEvm().call({to:'0x00000000000000000000000000000000000000aa',code:'0x00'})`),
		},
	};
}

function has(name: string): boolean {
	try {
		require.resolve(name);
		return true;
	} catch {
		return false;
	}
}

/** The lines of the report. */
export function formatFootprint({ startMs, peakMiB }: Footprint): string {
	const above = (ms: number): string => `${ms.toFixed(0)} ms (${(ms - startMs.node).toFixed(0)} ms above node)`;
	const lines = [
		`start: node -e 0 takes ${startMs.node.toFixed(0)} ms`,
		`start: node -e "import('@evmore/evm')" takes ${above(startMs.importEvm)}`,
	];
	if (startMs.evmoreRun00 !== undefined) lines.push(`start: evmore run 00 takes ${above(startMs.evmoreRun00)}`);
	if (startMs.importEthereumjs !== undefined) {
		lines.push(`start: node -e "import('@ethereumjs/evm')" takes ${above(startMs.importEthereumjs)}`);
	}
	const mib = (value: number): string => `${value.toFixed(0)} MiB`;
	lines.push(
		`peak memory: node ${mib(peakMiB.node)}, with @evmore/evm loaded ${mib(peakMiB.importEvm)}, after one call ${mib(peakMiB.oneCall)}`,
	);
	return lines.map((line) => `- ${line}`).join("\n");
}
