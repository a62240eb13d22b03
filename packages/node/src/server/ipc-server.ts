import { chmodSync, lstatSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { IpcConnection } from "./ipc-connection.js";
import type { RpcBackend } from "./rpc-backend.js";
import type { ServerLimits } from "./server-limits.js";

/** JSON-RPC on a local socket, for programs of the same user. */
export class IpcServer {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	readonly path: string;

	private constructor(backend: RpcBackend, limits: ServerLimits, path: string) {
		this.path = path;
		this.#server = createServer({ allowHalfOpen: true }, (socket) => {
			this.#sockets.add(socket);
			socket.on("close", () => this.#sockets.delete(socket));
			new IpcConnection(backend, limits, socket);
		});
		this.#server.maxConnections = limits.connections;
	}

	/**
	 * @param path - of a file that is made, and removed at the end; on Windows the name of a pipe
	 * @throws the file cannot be made: the error has the system's code, EADDRINUSE where another program listens
	 */
	static async listen(backend: RpcBackend, limits: ServerLimits, path: string): Promise<IpcServer> {
		const ipc = new IpcServer(backend, limits, path);
		if (await isLeftOver(path)) unlinkSync(path);
		// As of the server of HTTP.
		await new Promise<void>((resolve, reject) => {
			ipc.#server.on("error", reject).listen(path, resolve);
		});
		if (process.platform !== "win32") chmodSync(path, 0o600);
		return ipc;
	}

	/** Ends all connections. */
	async close(): Promise<void> {
		await new Promise((resolve) => {
			this.#server.close(resolve);
			for (const socket of this.#sockets) socket.destroy();
		});
	}
}

/** Whether there is a socket on which nobody listens: a program that was killed leaves one. */
async function isLeftOver(path: string): Promise<boolean> {
	if (!lstatSync(path, { throwIfNoEntry: false })?.isSocket()) return false;
	return new Promise((resolve) => {
		const socket = connect(path, () => {
			socket.destroy();
			resolve(false);
		});
		socket.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code === "ECONNREFUSED"));
	});
}
