// A program that uses Hardhat's network, as tests of its projects do. It runs in Hardhat's folder, where it is installed.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { carryOutOrders } from "./in-process.js";

interface Hardhat {
	createHardhatRuntimeEnvironment(config: unknown, options: object, folder: string): Promise<Runtime>;
}

interface Runtime {
	readonly network: { connect(name: string): Promise<{ readonly provider: Provider }> };
}

interface Provider {
	request(request: { readonly method: string; readonly params: readonly unknown[] }): Promise<unknown>;
}

const folder = process.cwd();
const find = createRequire(join(folder, "package.json")).resolve;
const { createHardhatRuntimeEnvironment } = (await import(pathToFileURL(find("hardhat/hre")).href)) as Hardhat;
const config = (await import(pathToFileURL(join(folder, "node-config.js")).href)) as { readonly default: unknown };
const { network } = await createHardhatRuntimeEnvironment(config.default, {}, folder);
const { provider } = await network.connect("node");
await carryOutOrders(([method, ...params]) => provider.request({ method, params }));
