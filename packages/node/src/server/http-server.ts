import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { FastifyInstance, fastify } from "fastify";
import type { WebSocketServer } from "ws";
import type { AccessPolicy } from "./access-policy.js";
import type { RpcBackend } from "./rpc-backend.js";
import { sendOverHttp } from "./send-stream.js";
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

/** What answers; it is there before anybody can ask. */
interface Answering {
	backend: RpcBackend | undefined;
}

/** JSON-RPC over HTTP and WebSocket, on one port. */
export class HttpServer {
	readonly #app: FastifyInstance;
	readonly #answering: Answering;
	readonly #webSockets: WebSocketServer;
	readonly #options: HttpServerOptions;
	#connections: WebSocketConnections | undefined;

	private constructor(
		app: FastifyInstance,
		answering: Answering,
		webSockets: WebSocketServer,
		options: HttpServerOptions,
	) {
		this.#app = app;
		this.#answering = answering;
		this.#webSockets = webSockets;
		this.#options = options;
	}

	/** Loads what a server needs and makes it ready, which takes a while: something else can go on meanwhile. */
	static async create(options: HttpServerOptions): Promise<HttpServer> {
		const [{ fastify }, { WebSocketServer }] = await Promise.all([import("fastify"), import("ws")]);
		const { access, limits } = options;
		const answering: Answering = { backend: undefined };
		const app = createApp(fastify, answering, access, limits);
		app.server.maxConnections = limits.connections;
		const webSockets = new WebSocketServer({ noServer: true, maxPayload: limits.requestBytes, clientTracking: false });
		await app.ready();
		return new HttpServer(app, answering, webSockets, options);
	}

	/** @throws the address cannot be had: the error has the system's code */
	async listen(backend: RpcBackend, { host, port }: ListenOptions): Promise<void> {
		const { access, limits } = this.#options;
		const connections = new WebSocketConnections(backend, limits);
		this.#answering.backend = backend;
		this.#connections = connections;
		this.#app.server.on("upgrade", (request, socket, head) => {
			socket.on("error", () => socket.destroy());
			const { host: asked, origin } = request.headers;
			if (!access.allowsHost(asked) || !access.allowsOrigin(origin)) {
				socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
				return;
			}
			this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => connections.add(webSocket));
		});
		await this.#app.listen({ host, port });
	}

	/** Where it listens. */
	get address(): AddressInfo {
		return this.#app.server.address() as AddressInfo;
	}

	/** Ends all connections. */
	async close(): Promise<void> {
		this.#connections?.closeAll();
		this.#webSockets.close();
		this.#app.server.closeAllConnections();
		await this.#app.close();
	}
}

function createApp(
	create: typeof fastify,
	answering: Answering,
	access: AccessPolicy,
	limits: ServerLimits,
): FastifyInstance {
	const app = create({
		bodyLimit: limits.requestBytes,
		requestTimeout: limits.requestTimeoutMs,
		keepAliveTimeout: limits.idleTimeoutMs,
		forceCloseConnections: true,
		http: { headersTimeout: limits.requestTimeoutMs, connectionsCheckingInterval: 1000 },
		// No route has a schema: the compilers of schemas would take a fifth of the start.
		schemaController: { compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema } },
	});
	const working = new WeakSet<Socket>();
	// Connections that never send a byte have no request yet that could time out.
	app.server.on("connection", (socket) => socket.setTimeout(limits.idleTimeoutMs));
	// Without a listener the connection of a request that takes long would be ended, too.
	app.server.on("timeout", (socket) => {
		if (!working.has(socket)) socket.destroy();
	});
	app.removeAllContentTypeParsers();
	// A page may send other types without asking first: they are refused, with 415.
	app.addContentTypeParser(/^application\/json(-rpc|request)?(;|$)/, { parseAs: "string" }, (_, body, done) =>
		done(null, body),
	);
	app.addHook("onRequest", async (request, reply) => {
		if (!access.allowsHost(request.headers.host)) {
			return reply
				.code(403)
				.type("text/plain")
				.send("invalid host specified: --http.vhosts names those that are allowed\n");
		}
		const { origin } = request.headers;
		if (!access.allowsOrigin(origin))
			return reply.code(403).type("text/plain").send("origin not allowed: --http.corsdomain names those that are\n");
		if (origin !== undefined) {
			reply.header("access-control-allow-origin", access.allowedOrigin(origin)).header("vary", "Origin");
		}
	});
	app.options("/*", async (_, reply) =>
		reply
			.code(204)
			.header("access-control-allow-methods", "POST")
			.header("access-control-allow-headers", "content-type")
			.header("access-control-max-age", "600")
			.send(),
	);
	app.get("/*", async (_, reply) => reply.code(200).type("text/plain").send("evmore: JSON-RPC by POST or WebSocket\n"));
	app.post("/*", async (request, reply) => {
		if (typeof request.body !== "string") return reply.code(415).type("text/plain").send("content type is not JSON\n");
		const backend = answering.backend!;
		const connection = backend.connect(undefined);
		const { socket } = request.raw;
		working.add(socket);
		try {
			const answer = await backend.answer(connection, request.body);
			if (answer === undefined) return await reply.code(204).send();
			if (typeof answer === "object") {
				reply.hijack();
				reply.raw.writeHead(200, {
					...(reply.getHeaders() as OutgoingHttpHeaders),
					"content-type": "application/json",
				});
				return await sendOverHttp(reply.raw, answer, limits.answerTimeoutMs);
			}
			dropSlowReader(reply.raw, socket, limits.answerTimeoutMs);
			return await reply.code(200).type("application/json").send(answer);
		} finally {
			working.delete(socket);
			backend.disconnect(connection);
		}
	});
	app.setErrorHandler(async (error: { statusCode?: number; message: string }, _, reply) => {
		const status = error.statusCode ?? 500;
		return reply
			.code(status)
			.type("text/plain")
			.send(status < 500 ? `${error.message}\n` : "internal error\n");
	});
	return app;
}

function refuseSchema(): never {
	throw new Error("no route has a schema");
}

/** Ends the connection of a client that does not read its answer in time: until then the answer takes memory. */
function dropSlowReader(response: ServerResponse, socket: Socket, timeoutMs: number): void {
	const timer = setTimeout(() => socket.destroy(), timeoutMs);
	timer.unref();
	response.once("close", () => clearTimeout(timer));
}
