import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type NodeFacts, type NodeRequest, NodeServer } from "@evmore/node/server";
import { describeError, describeFileError, InputError, UsageError } from "../errors.js";
import { outliveReaders, print, stylesFor, writeText } from "../terminal.js";
import { formatBanner } from "./banner.js";
import type { NodeCommandOptions } from "./node-command.js";
import { readNodeOptions } from "./node-options.js";
import { randomMnemonic } from "./random-mnemonic.js";
import { StateFiles } from "./state-files.js";

const defaultMnemonic = "test test test test test test test test test test test junk";
const usualTip = 1_000_000_000n;
const defaultDerivationPath = "m/44'/60'/0'/0/";

/** Runs a node until it is told to end. */
export async function runNode(given: NodeCommandOptions): Promise<void> {
	outliveReaders();
	const options = await withMnemonic(given);
	const isQuiet = options.quiet || options.silent;
	const tell = isQuiet ? (): void => {} : print;
	const report = (text: string): void => writeText(2, `${stylesFor(2).red("error:")} ${text}\n`);
	const stateSeconds = readStateInterval(options);
	const files = new StateFiles(options);
	const server = await start(options, files, isQuiet ? undefined : print, report);
	const stopped = whenStopped();
	try {
		if (options.configOut !== undefined) writeConfig(options.configOut, server.facts, options);
		tell(
			formatBanner(server.facts, options.mnemonic ?? defaultMnemonic, options.derivationPath ?? defaultDerivationPath),
		);
		// At once: who reads the first line may look for the second one.
		const places = server.ipcPath === undefined ? [server.address] : [server.address, server.ipcPath];
		tell(places.map((place) => `Listening on ${place}`).join("\n"));
		if (stateSeconds !== undefined)
			files.dumpEvery(stateSeconds, server.request, (error) => report(describeError(error)));
		const ended = server.ended.then(() => {
			throw new InputError("the node has ended");
		});
		await Promise.race([stopped, ended]);
		ended.catch(() => undefined);
		files.stop();
		// What is acknowledged after this would not be in the file.
		await server.stopListening();
		await files.dump(server.request);
	} finally {
		files.stop();
		await server.close();
	}
}

/** With the words that were asked for to be made up. */
async function withMnemonic(options: NodeCommandOptions): Promise<NodeCommandOptions> {
	const { mnemonic, mnemonicRandom } = options;
	if (mnemonicRandom === undefined) return options;
	if (mnemonic !== undefined) throw new UsageError("--mnemonic and --mnemonic-random do not go together");
	return { ...options, mnemonic: await randomMnemonic(mnemonicRandom === true ? "12" : mnemonicRandom) };
}

/** How often the state is written; undefined: at the end only. */
function readStateInterval({ stateInterval, state, dumpState }: NodeCommandOptions): number | undefined {
	if (stateInterval === undefined) return undefined;
	if ((state ?? dumpState) === undefined) throw new UsageError("--state-interval needs --state or --dump-state");
	const seconds = Number(stateInterval);
	if (!(seconds > 0)) throw new UsageError(`--state-interval: "${stateInterval}" is no number of seconds`);
	return seconds;
}

/** Starts the node; the state is there before anybody can ask for it. */
async function start(
	options: NodeCommandOptions,
	files: StateFiles,
	log: ((line: string) => void) | undefined,
	report: (text: string) => void,
): Promise<NodeServer> {
	const settings = await readNodeOptions(options);
	try {
		const prepare = (request: NodeRequest): Promise<void> => files.load(request);
		return await NodeServer.start({ ...settings, ...(log !== undefined && { log }), report, prepare });
	} catch (error) {
		const { code, address } = error as NodeJS.ErrnoException & { readonly address?: string };
		if (settings.ipc !== undefined && address === settings.ipc)
			throw new InputError(`--ipc: ${describeIpcFault(error)}`);
		const place = `${settings.host}:${settings.port}`;
		if (code === "EADDRINUSE") throw new InputError(`${place} is in use by another program`);
		if (code === "EACCES") throw new InputError(`${place}: not allowed`);
		if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
			throw new InputError(`--host: ${settings.host} is no address of this machine`);
		}
		throw error;
	}
}

function describeIpcFault(error: unknown): string {
	const { code, address } = error as NodeJS.ErrnoException & { readonly address: string };
	if (code === "EADDRINUSE") return `${address} is there already, or in use by another program`;
	// The system's answer for a folder that is missing is told as another one.
	if (!existsSync(dirname(address))) return `${dirname(address)}: no such folder`;
	return describeFileError(error as NodeJS.ErrnoException, address);
}

/** Fulfilled by the first signal that asks to end; a second one ends the process at once. */
function whenStopped(): Promise<void> {
	return new Promise((resolve) => {
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
	});
}

function writeConfig(path: string, facts: NodeFacts, { mnemonic, derivationPath }: NodeCommandOptions): void {
	// What a transaction is offered that says nothing of it: the next base fee, and something for the producer.
	const gasPrice = facts.baseFee === undefined ? undefined : facts.baseFee + usualTip;
	const config = {
		available_accounts: facts.accounts,
		private_keys: facts.privateKeys,
		wallet: {
			mnemonic: mnemonic ?? defaultMnemonic,
			derivation_path: derivationPath ?? defaultDerivationPath,
		},
		base_fee: facts.baseFee === undefined ? undefined : String(facts.baseFee),
		gas_price: gasPrice === undefined ? undefined : String(gasPrice),
		gas_limit: String(facts.gasLimit),
		genesis_timestamp: String(facts.genesisTimestamp),
	};
	try {
		writeFileSync(path, `${JSON.stringify(config, undefined, 2)}\n`);
	} catch (error) {
		throw new InputError(describeFileError(error as NodeJS.ErrnoException, path));
	}
}
