import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The Chromium of this machine: `CHROMIUM`, or one in the PATH; undefined when there is none. */
export function findChromium(): string | undefined {
	const folders = (process.env.PATH ?? "").split(delimiter);
	const candidates = [process.env.CHROMIUM, ...folders.flatMap((folder) => names.map((name) => join(folder, name)))];
	return candidates.find((path) => {
		if (path === undefined || path === "") return false;
		try {
			accessSync(path, constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

const flags = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--enable-logging=stderr",
];

/**
 * Opens a page in a headless Chromium with an empty profile, until `done` settles; then everything of it is gone.
 *
 * @returns what `done` gives
 */
export async function visitPage<T>(chromium: string, url: string, done: Promise<T>, timeoutMs = 60_000): Promise<T> {
	const profile = mkdtempSync(join(tmpdir(), "evmore-chromium-"));
	let messages = "";
	const browser: ChildProcess = spawn(chromium, [...flags, `--user-data-dir=${profile}`, url], {
		stdio: ["ignore", "ignore", "pipe"],
		detached: true,
	});
	browser.stderr?.on("data", (chunk) => {
		// Without a desktop Chromium complains much about its message bus.
		const lines = String(chunk).split("\n");
		messages = `${messages}${lines.filter((line) => !line.includes("dbus")).join("\n")}`.slice(-2_000);
	});
	const gone = new Promise<void>((resolve) => browser.once("close", () => resolve()));
	let timer: NodeJS.Timeout | undefined;
	try {
		const tooLong = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error(`no answer of ${url} in ${timeoutMs} ms; ${messages}`)), timeoutMs);
		});
		const ended = new Promise<never>((_, reject) => {
			browser.once("error", reject);
			browser.once("exit", (code) => reject(new Error(`Chromium ended with code ${code}; ${messages}`)));
		});
		return await Promise.race([done, tooLong, ended]);
	} finally {
		clearTimeout(timer);
		// The whole group: Chromium is many processes.
		if (browser.pid !== undefined && browser.exitCode === null) process.kill(-browser.pid, "SIGKILL");
		await gone;
		rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	}
}
