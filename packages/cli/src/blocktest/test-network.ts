import {
	type Chain,
	type ForkName,
	getFork,
	parseTransition,
	resolveSpec,
	type Spec,
	singleForkChain,
	transitionChain,
} from "@evmore/evm/spec";
import { readChainId } from "../statetest/state-test.js";
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
	const chain =
		transition === undefined ? singleForkChain(name, getFork(name).name) : transitionChain(name, transition);
	const schedules = Object.entries(config?.blobSchedule ?? {}).map(
		([fork, schedule]) => [getFork(fork).name, { schedule, path: `config.blobSchedule.${fork}` }] as const,
	);
	const byFork = new Map(schedules);
	return {
		network: { ...chain, chainId: Number(readChainId(config)) },
		specOf: (fork) => {
			const named = byFork.get(fork);
			return withBlobSchedule(resolveSpec(fork), named?.schedule, named?.path);
		},
	};
}
