import { method, type RpcMethod } from "./method.js";
import { rawMethods } from "./methods/debug-raw.js";
import { debugStateMethods } from "./methods/debug-state.js";
import { traceMethods } from "./methods/debug-trace.js";
import { witnessMethods } from "./methods/debug-witness.js";
import { chainMethods } from "./methods/dev-chain.js";
import { dumpMethods } from "./methods/dev-dump.js";
import { miningMethods } from "./methods/dev-mining.js";
import { stateSetters } from "./methods/dev-state.js";
import { tokenMethods } from "./methods/dev-token.js";
import { accountMethods } from "./methods/eth-account.js";
import { blockMethods } from "./methods/eth-block.js";
import { callMethods } from "./methods/eth-call.js";
import { callManyMethods } from "./methods/eth-call-many.js";
import { configMethods } from "./methods/eth-config.js";
import { feeMethods } from "./methods/eth-fee.js";
import { filterMethods } from "./methods/eth-filter.js";
import { simulateMethods } from "./methods/eth-simulate.js";
import { stateMethods } from "./methods/eth-state.js";
import { transactionMethods } from "./methods/eth-transaction.js";
import { netMethods } from "./methods/net-web3.js";
import { otterscanMethods } from "./methods/otterscan.js";
import { testingMethods } from "./methods/testing.js";
import { parityMethods } from "./methods/trace.js";
import { txpoolMethods } from "./methods/txpool.js";

/** Every method there is. */
export const methods: readonly RpcMethod[] = [
	...netMethods,
	...blockMethods,
	...stateMethods,
	...transactionMethods,
	...callMethods,
	...callManyMethods,
	...simulateMethods,
	...feeMethods,
	...filterMethods,
	...accountMethods,
	...configMethods,
	...txpoolMethods,
	...rawMethods,
	...debugStateMethods,
	...testingMethods,
	...miningMethods,
	...stateSetters,
	...tokenMethods,
	...chainMethods,
	...dumpMethods,
	...witnessMethods,
	...traceMethods,
	...parityMethods,
	...otterscanMethods,
	// The namespaces there are, each with the version that go-ethereum gives all of its own.
	method("rpc_modules", [], () =>
		Object.fromEntries(methodNames.map((name) => [name.slice(0, name.indexOf("_")), "1.0"])),
	),
];

const byName: ReadonlyMap<string, RpcMethod> = new Map(
	methods.flatMap((row) => row.names.map((name) => [name, row] as const)),
);

/** The method with a name, or another name that means the same. */
export function findMethod(name: string): RpcMethod | undefined {
	return byName.get(name);
}

/** All names. */
export const methodNames: readonly string[] = [...byName.keys()];
