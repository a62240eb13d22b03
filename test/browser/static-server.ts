import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { repositoryRoot } from "../architecture/source-file.js";

const types: Readonly<Record<string, string>> = {
	"": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".map": "application/json",
	".mjs": "text/javascript; charset=utf-8",
};

/** Serves files of the repository, and pages given as text, to a browser on this machine; receives one report of it. */
export class StaticServer {
	readonly #server: Server;
	readonly #pages: Readonly<Record<string, string>>;
	/** Paths that were asked for and are not there. */
	readonly missing: string[] = [];
	/** All paths that were asked for. */
	readonly requests: string[] = [];
	/** What the page sent to /report. */
	readonly report: Promise<unknown>;
	#resolveReport: (report: unknown) => void = () => {};

	constructor(pages: Readonly<Record<string, string>>) {
		this.#pages = pages;
		this.report = new Promise((resolve) => {
			this.#resolveReport = resolve;
		});
		this.#server = createServer(async (request, response) => {
			const path = new URL(request.url ?? "/", "http://localhost").pathname;
			if (request.method === "POST" && path === "/report") {
				let text = "";
				for await (const chunk of request) text += chunk;
				response.end();
				this.#resolveReport(JSON.parse(text));
				return;
			}
			this.requests.push(path);
			try {
				const content = this.#pages[path] ?? (await readFile(join(repositoryRoot, normalize(path))));
				response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
				response.end(content);
			} catch {
				if (path !== "/favicon.ico") this.missing.push(path);
				response.statusCode = 404;
				response.end();
			}
		});
	}

	/** @returns the address to put in front of paths */
	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
