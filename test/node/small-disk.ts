import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own that is soon full. */
export interface SmallDisk {
	readonly folder: string;
	remove(): Promise<void>;
}

/** Mounts a file system in memory: as root, or in a namespace where whoever runs this is root. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk> {
	const folder = mkdtempSync(join(tmpdir(), "evmore-test-"));
	const mount = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "evmore-test", folder];
	if (spawnSync("mount", mount).status === 0) {
		return {
			folder,
			remove: async () => {
				spawnSync("umount", ["--lazy", folder]);
				rmSync(folder, { recursive: true, force: true });
			},
		};
	}
	// The namespace lives as long as this process, and is entered by its root folder.
	const holder = spawn("unshare", ["-rm", "sh", "-c", 'mount "$@" && echo mounted && exec cat', "sh", ...mount], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	const ended = new Promise<void>((resolve) => holder.once("exit", () => resolve()));
	await new Promise<void>((resolve, reject) => {
		holder.stdout.once("data", () => resolve());
		holder.once("error", reject);
		holder.once("exit", () =>
			reject(new Error("no small file system can be mounted here: neither mount nor unshare may")),
		);
	});
	return {
		folder: `/proc/${holder.pid}/root${folder}`,
		remove: async () => {
			holder.stdin.end();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
