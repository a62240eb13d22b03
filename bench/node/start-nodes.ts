import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HttpPeer } from "./http-peer.js";
import { InProcessPeer } from "./in-process-peer.js";
import { chainSettings, type NodeStarter } from "./node-peer.js";

// Built, this file is two folders below bench/.
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const { accounts, gasLimit, hardfork } = chainSettings;

export const nodeNames = ["inProcess", "hardhatInProcess", "evmore", "anvil", "hardhat"] as const;
export type NodeName = (typeof nodeNames)[number];

const titles: Readonly<Record<NodeName, string>> = {
	inProcess: "evmore, in process",
	hardhatInProcess: "Hardhat, in process",
	evmore: "evmore",
	anvil: "anvil",
	hardhat: "Hardhat",
};

/**
 * A node by its name; all begin with the same accounts and rules, write no log, and listen at this machine.
 *
 * @throws it cannot be had, and why
 */
export function findNode(name: NodeName): NodeStarter {
	const title = titles[name];
	switch (name) {
		case "inProcess":
			return { name: title, start: () => InProcessPeer.start(title, { file: "./in-process-evmore.js" }) };
		case "hardhatInProcess": {
			const { node, folder } = findHardhat();
			return {
				name: title,
				start: () => InProcessPeer.start(title, { file: "./in-process-hardhat.js", node, folder }),
			};
		}
		case "evmore":
			return { name: title, start: () => HttpPeer.start(title, evmoreProgram) };
		case "anvil": {
			const command = findAnvil();
			const args = ["--silent", "--no-cors", ...flags({ accounts, "gas-limit": gasLimit, hardfork })];
			return {
				name: title,
				start: (tracesSteps) =>
					HttpPeer.start(title, (port) => ({
						command,
						args: [...args, "--port", `${port}`, ...(tracesSteps ? ["--steps-tracing"] : [])],
					})),
			};
		}
		case "hardhat": {
			const { node, cli, folder } = findHardhat();
			return {
				name: title,
				start: async () => {
					const started = await HttpPeer.start(title, (port) => ({
						command: node,
						args: [cli, "--config", "node-config.js", "node", "--hostname", "127.0.0.1", "--port", `${port}`],
						folder,
						environment: { HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" },
					}));
					// Its server turns the log of all requests on.
					await started.peer.ask("hardhat_setLoggingEnabled", false);
					return started;
				},
			};
		}
	}
}

function flags(values: Readonly<Record<string, string | number>>): string[] {
	return Object.entries(values).flatMap(([name, value]) => [`--${name}`, `${value}`]);
}

function evmoreProgram(port: number): { command: string; args: string[] } {
	const command = join(root, "packages/cli/bin/evmore.js");
	const settings = flags({ accounts, "gas-limit": gasLimit, hardfork, port });
	return { command: process.execPath, args: [command, "node", "--quiet", ...settings] };
}

/** The program itself, not the script that npm puts around it: that starts another process. */
function findAnvil(): string {
	const require = createRequire(import.meta.url);
	const processor = arch() === "x64" ? "amd64" : arch();
	const program = platform() === "win32" ? "anvil.exe" : "anvil";
	return require.resolve(`@foundry-rs/anvil-${platform()}-${processor}/bin/${program}`);
}

/** Installs Hardhat on first use, with a Node that is new enough for it. */
function findHardhat(): { node: string; cli: string; folder: string } {
	const folder = join(root, "bench/peers/hardhat");
	const cli = join(folder, "node_modules/hardhat/dist/src/cli.js");
	const node = join(folder, "node_modules/node/bin/node");
	if (!existsSync(cli) || !existsSync(node)) {
		const { dependencies } = createRequire(import.meta.url)(join(folder, "package.json")) as {
			dependencies: { node: string };
		};
		// npm run by that Node: an older one leaves out what says it needs a newer one.
		const npm = ["exec", "--yes", `--package=node@${dependencies.node}`, "--", "npm", "ci", "--no-audit", "--no-fund"];
		try {
			execFileSync("npm", npm, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
		} catch (error) {
			const { stderr } = error as { stderr?: Buffer };
			throw new Error(`npm ci failed: ${stderr?.toString().trim().split("\n").slice(-3).join(" / ")}`);
		}
	}
	return { node, cli, folder };
}
