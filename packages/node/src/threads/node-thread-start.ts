import { Worker } from "node:worker_threads";

/** One that was started ahead and that no server has taken. */
let prepared: Worker | undefined;

/**
 * Starts the thread of the next server's node ahead. It loads what a node needs meanwhile: a program calls this before it loads
 * `@evmore/node/server` and reads its options. A thread that no server takes does not keep the process from ending.
 */
export function prepareNodeThread(): void {
	if (prepared !== undefined) return;
	prepared = start();
	// Whatever is wrong, the server's own thread will tell.
	prepared.once("error", forget);
	prepared.unref();
}

/** The thread that was prepared, or a new one. It waits for the message that says how to begin. */
export function takeNodeThread(): Worker {
	const taken = prepared ?? start();
	forget();
	taken.off("error", forget);
	taken.ref();
	return taken;
}

function forget(): void {
	prepared = undefined;
}

function start(): Worker {
	// The thread is a file, even where the program was given as text (`node --input-type=module -e`).
	const execArgv = process.execArgv.filter((option) => !option.startsWith("--input-type"));
	// webpack would copy the file as an asset, with imports that lead nowhere.
	const url = new URL(/* webpackIgnore: true */ "../server/node-thread.js", import.meta.url);
	return new Worker(url, { execArgv });
}
