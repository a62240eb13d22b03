import { AccessPolicy } from "./access-policy.js";
import { HttpServer } from "./http-server.js";
import { IpcServer } from "./ipc-server.js";
import { defaultLimits, type ServerLimits } from "./server-limits.js";
import { ThreadBackend } from "./thread-backend.js";
import type { NodeFacts, PlainNodeOptions } from "./thread-messages.js";

export interface NodeServerOptions extends PlainNodeOptions {
	/** Folder in which everything is kept. Default: in memory. */
	readonly datadir?: string;
	/** How many states before the head's are kept in the folder. Default: all. */
	readonly history?: bigint;
	/** Address to listen at. Default: 127.0.0.1, this machine alone. */
	readonly host?: string;
	/** Default: 8545; 0 is any that is free. */
	readonly port?: number;
	/** File of a local socket at which it listens, too. */
	readonly ipc?: string;
	/** Names by which the server may be addressed. Default: localhost. IP addresses always may. */
	readonly vhosts?: readonly string[];
	/** Pages that may ask; "*" is any. Default: none. */
	readonly corsDomains?: readonly string[];
	/** Whether clients may use the node's keys and change the chain by decree. Default: when nobody else can reach it. */
	readonly allowsSetters?: boolean;
	readonly limits?: Partial<ServerLimits>;
	/** Done when the node is there, before anybody else can ask it. */
	readonly prepare?: (request: NodeRequest) => Promise<void>;
	/** Lines for people. */
	readonly log?: (line: string) => void;
	/** Errors that nobody foresaw. */
	readonly report?: (text: string) => void;
}

/** Asks a node for a method's result, with what clients may not do allowed. @throws {NodeRequestError} it refuses */
export type NodeRequest = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** A node behind HTTP and WebSocket. */
export class NodeServer {
	readonly #backend: ThreadBackend;
	readonly #http: HttpServer;
	readonly #ipc: IpcServer | undefined;

	private constructor(backend: ThreadBackend, http: HttpServer, ipc: IpcServer | undefined) {
		this.#backend = backend;
		this.#http = http;
		this.#ipc = ipc;
	}

	/**
	 * @throws {NodeStartError} the node could not start
	 * @throws the address or the file of the local socket cannot be had: the error has the system's code, such as EADDRINUSE, and says
	 *   which in `address`
	 */
	static async start(options: NodeServerOptions = {}): Promise<NodeServer> {
		const { datadir, history, host = "127.0.0.1", port = 8545, vhosts = ["localhost"], corsDomains = [] } = options;
		const { allowsSetters = isLoopback(host), limits: changes, log, report = ignore } = options;
		const limits = { ...defaultLimits, ...changes };
		const node = nodeOptionsOf(options);
		// Made while the node's thread starts.
		const creating = HttpServer.create({ access: new AccessPolicy({ vhosts, corsDomains }), limits });
		creating.catch(ignore);
		const isLogging = log !== undefined;
		const start = { node, datadir, history, limits, allowsSetters, isLogging };
		const backend = await ThreadBackend.start(start, { log: log ?? ignore, report });
		let ipc: IpcServer | undefined;
		try {
			await options.prepare?.((method, params) => backend.request(method, params));
			const http = await creating;
			if (options.ipc !== undefined) ipc = await IpcServer.listen(backend, limits, options.ipc);
			await http.listen(backend, { host, port });
			return new NodeServer(backend, http, ipc);
		} catch (error) {
			await ipc?.close();
			await backend.close();
			throw error;
		}
	}

	/** What the node was like when it started. */
	get facts(): NodeFacts {
		return this.#backend.facts;
	}

	/** `address:port` */
	get address(): string {
		const { address, port, family } = this.#http.address;
		return family === "IPv6" ? `[${address}]:${port}` : `${address}:${port}`;
	}

	get url(): string {
		return `http://${this.address}`;
	}

	/** The file of the local socket. */
	get ipcPath(): string | undefined {
		return this.#ipc?.path;
	}

	/** Fulfilled when the node is gone: it was closed, or an error that nobody foresaw ended it. Then every request fails. */
	get ended(): Promise<void> {
		return this.#backend.ended;
	}

	/** Asks the node directly, also when clients can no longer. */
	readonly request: NodeRequest = (method, params) => this.#backend.request(method, params);

	/** Ends all connections, and takes no more. The node goes on. */
	async stopListening(): Promise<void> {
		await Promise.all([this.#http.close(), this.#ipc?.close()]);
	}

	/** Ends all connections, and the node. */
	async close(): Promise<void> {
		await this.stopListening();
		await this.#backend.close();
	}
}

function nodeOptionsOf(options: NodeServerOptions): PlainNodeOptions {
	const {
		datadir,
		history,
		host,
		port,
		ipc,
		vhosts,
		corsDomains,
		allowsSetters,
		limits,
		log,
		report,
		prepare,
		...node
	} = options;
	return node;
}

function isLoopback(host: string): boolean {
	return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function ignore(): void {}
