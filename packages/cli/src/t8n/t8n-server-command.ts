import { Command } from "commander";
import { UsageError } from "../errors.js";
import { switchOption } from "../execution/execution-options.js";
import { parseUnsigned } from "../input/option-values.js";
import { listForks } from "./tool-options.js";

interface T8nServerOptions {
	readonly port: string;
	readonly host: string;
	readonly "http.vhosts": string;
	readonly maxBody: string;
	readonly trace: boolean;
	readonly "output.basedir": string;
}

export function t8nServerCommand(): Command {
	return new Command("t8n-server")
		.description(
			"Does what t8n does for those who ask over HTTP, in one process that stays warm. Prints the port it listens on. " +
				"A request is a POST of {state: {fork, chainid, reward}, input: {alloc, env, txs}}; the answer is {alloc, result, body}.",
		)
		.option("--port <n>", "where to listen; 0: the system chooses", "3000")
		.option("--host <name>", "on which address", "127.0.0.1")
		.option(
			"--http.vhosts <names>",
			'names it may be addressed by, besides IP addresses and --host, separated by commas; "*" is any',
			"localhost",
		)
		.option("--max-body <bytes>", "longer requests are refused", String(256 << 20))
		.addOption(switchOption("trace", "trace the transactions of every request to trace-<index>-<hash>.jsonl"))
		.option("--output.basedir <folder>", "where traces are put, unless a request says so", "")
		.addHelpText("after", listForks())
		.addHelpText(
			"after",
			`
Examples:
  evmore t8n-server --port 3000
  curl http://localhost:3000/ --data '{"state": {"fork": "Osaka", "chainid": 1, "reward": 0}, "input": …}'

Pages in a browser are refused (Origin), and names that are not its own (Host). It ends with SIGTERM or SIGINT, when the request that runs has been answered.`,
		)
		.action(async (options: T8nServerOptions) => {
			const { serveTransitions } = await import("./transition-server.js");
			const maxBodyBytes = Number(parseUnsigned(options.maxBody, "--max-body", BigInt(1 << 29)));
			if (maxBodyBytes === 0) throw new UsageError("--max-body is at least 1");
			await serveTransitions({
				port: Number(parseUnsigned(options.port, "--port", 65_535n)),
				host: options.host,
				vhosts: options["http.vhosts"].split(",").map((name) => name.trim()),
				maxBodyBytes,
				trace: options.trace,
				folder: options["output.basedir"],
			});
		});
}
