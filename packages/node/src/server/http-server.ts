import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { WebSocketServer } from "ws";
import type { AccessPolicy } from "./access-policy.js";
import { HttpRequests } from "./http-requests.js";
import type { RpcBackend } from "./rpc-backend.js";
import type { ServerLimits } from "./server-limits.js";
import { WebSocketConnections } from "./websocket-connections.js";

export interface HttpServerOptions {
	readonly access: AccessPolicy;
	readonly limits: ServerLimits;
}

export interface ListenOptions {
	readonly host: string;
	/** 0: any that is free. */
	readonly port: number;
}

/** JSON-RPC over HTTP and WebSocket, on one port. */
export class HttpServer {
	readonly #server: Server;
	readonly #webSockets: WebSocketServer;
	readonly #options: HttpServerOptions;
	#connections: WebSocketConnections | undefined;

	private constructor(server: Server, webSockets: WebSocketServer, options: HttpServerOptions) {
		this.#server = server;
		this.#webSockets = webSockets;
		this.#options = options;
	}

	/** Loads what a server needs, which takes a while: something else can go on meanwhile. */
	static async create(options: HttpServerOptions): Promise<HttpServer> {
		const { WebSocketServer } = await import("ws");
		const { limits } = options;
		const server = createServer({
			requestTimeout: limits.requestTimeoutMs,
			headersTimeout: limits.requestTimeoutMs,
			keepAliveTimeout: limits.idleTimeoutMs,
			connectionsCheckingInterval: 1000,
		});
		server.maxConnections = limits.connections;
		const webSockets = new WebSocketServer({ noServer: true, maxPayload: limits.requestBytes, clientTracking: false });
		return new HttpServer(server, webSockets, options);
	}

	/** @throws the address cannot be had: the error has the system's code */
	async listen(backend: RpcBackend, { host, port }: ListenOptions): Promise<void> {
		const { access, limits } = this.#options;
		const requests = new HttpRequests(backend, access, limits);
		const connections = new WebSocketConnections(backend, limits);
		this.#connections = connections;
		this.#server.on("request", (request, response) => requests.answer(request, response));
		// Connections that never send a byte have no request yet that could time out.
		this.#server.on("connection", (socket) => socket.setTimeout(limits.idleTimeoutMs));
		// Without a listener the connection of a request that takes long would be ended, too.
		this.#server.on("timeout", (socket) => {
			if (!requests.isWaiting(socket)) socket.destroy();
		});
		this.#server.on("upgrade", (request, socket, head) => {
			socket.on("error", () => socket.destroy());
			const { host: asked, origin, upgrade } = request.headers;
			if (upgrade?.toLowerCase() !== "websocket") return readAgain(this.#server, request, socket, head);
			if (!access.allowsHost(asked) || !access.allowsOrigin(origin)) {
				socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
				return;
			}
			this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => connections.add(webSocket));
		});
		// Also later errors, of connections that could not be taken, have a listener then: they end nothing.
		await new Promise<void>((resolve, reject) => {
			this.#server.on("error", reject).listen({ host, port }, resolve);
		});
	}

	/** Where it listens. */
	get address(): AddressInfo {
		return this.#server.address() as AddressInfo;
	}

	/** Ends all connections. */
	async close(): Promise<void> {
		this.#connections?.closeAll();
		this.#webSockets.close();
		await new Promise((resolve) => {
			this.#server.close(resolve);
			this.#server.closeAllConnections();
		});
	}
}

/**
 * Some clients would rather speak HTTP/2 (Java's, `curl --http2`), and go on as they are when nothing comes of it. Where there are
 * WebSockets Node gives up such a connection: its request is read once more, without that wish.
 */
function readAgain(
	server: Server,
	{ method, url, httpVersion, rawHeaders }: IncomingMessage,
	socket: Duplex,
	head: Buffer,
): void {
	let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
	for (let i = 0; i < rawHeaders.length; i += 2) {
		if (!/^(connection|upgrade|http2-settings)$/i.test(rawHeaders[i]!))
			text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
	}
	socket.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, "latin1"), head]));
	server.emit("connection", socket);
}
