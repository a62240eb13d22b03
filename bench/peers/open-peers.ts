import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { EthereumjsPeer } from "./ethereumjs.js";
import { ColdPeer, EvmorePeer } from "./evmore.js";
import { NativePeer } from "./native-peer.js";
import type { MissingPeer, Peer, PeerName } from "./peer.js";

/** Opens the peers with these names, and builds the native ones; those that cannot be had are named with the reason. */
export function openPeers(names: readonly PeerName[]): { peers: Peer[]; missing: MissingPeer[] } {
	const peers: Peer[] = [];
	const missing: MissingPeer[] = [];
	for (const name of names) {
		try {
			peers.push(openPeer(name));
		} catch (error) {
			missing.push({ name, reason: error instanceof Error ? error.message.split("\n")[0]! : String(error) });
		}
	}
	return { peers, missing };
}

function openPeer(name: PeerName): Peer {
	switch (name) {
		case "evmore":
			return new EvmorePeer(name, "auto");
		case "interpreter":
			return new EvmorePeer(name, "interpreter");
		case "cold":
			return new ColdPeer(name, "auto");
		case "coldInterpreter":
			return new ColdPeer(name, "interpreter");
		case "ethereumjs":
			return new EthereumjsPeer();
		case "revm":
			return new NativePeer(name, buildRevm());
		case "geth":
			return new NativePeer(name, buildGeth());
	}
}

// Built, this file is two folders below bench/.
const benchFolder = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

function buildRevm(): string {
	const folder = join(benchFolder, "peers/revm");
	build("cargo", ["build", "--release", "--locked", "--quiet"], folder);
	return join(folder, "target/release/evmore-bench-revm");
}

function buildGeth(): string {
	const folder = join(benchFolder, "peers/geth");
	const target = join(folder, "dist/evmore-bench-geth");
	build("go", ["build", "-o", target, "."], folder);
	return target;
}

function build(tool: string, args: readonly string[], folder: string): void {
	if (!existsSync(folder)) throw new Error(`${folder} is not there`);
	try {
		execFileSync(tool, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
	} catch (error) {
		const { code, stderr } = error as { code?: string; stderr?: Buffer };
		if (code === "ENOENT") throw new Error(`${tool} is not installed`);
		throw new Error(`${tool} ${args[0]} failed: ${stderr?.toString().trim().split("\n").slice(-3).join(" / ")}`);
	}
}
