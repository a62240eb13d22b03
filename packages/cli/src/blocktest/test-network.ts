import {
	type Chain,
	type ForkName,
	getFork,
	mainnet,
	parseTransition,
	resolveSpec,
	type Spec,
	transitionChain,
} from "@evmore/evm/spec";
import { parseNumber } from "../statetest/state-test.js";
import { withBlobSchedule } from "../test-runner/blob-schedule.js";
import type { BlockTest } from "./block-test.js";

/** The network that a test names, a fork from the first block on or a transition, and its rules. */
export interface TestNetwork {
	readonly network: Chain;
	specOf(fork: ForkName): Spec;
}

/** @throws {UnknownForkError} the test's network is not known */
export function readNetwork({ network: name, config }: BlockTest): TestNetwork {
	const transition = parseTransition(name);
	const chain: Chain =
		transition === undefined
			? {
					name,
					chainId: 1,
					activations: [{ fork: getFork(name).name, block: 0 }],
					terminalTotalDifficulty: undefined,
					daoForkBlock: undefined,
					depositContract: mainnet.depositContract,
				}
			: transitionChain(name, transition);
	const schedules = Object.entries(config?.blobSchedule ?? {}).map(
		([fork, schedule]) => [getFork(fork).name, schedule] as const,
	);
	const byFork = new Map(schedules);
	return {
		network: { ...chain, chainId: Number(parseNumber(config?.chainid ?? "0x1")) },
		specOf: (fork) => withBlobSchedule(resolveSpec(fork), byFork.get(fork)),
	};
}
