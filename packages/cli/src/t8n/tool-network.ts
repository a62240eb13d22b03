import {
	type Chain,
	forkAt,
	parseTransition,
	resolveSpec,
	type Spec,
	singleForkChain,
	transitionChain,
} from "@evmore/evm/spec";
import { shortMessageOf, ToolError } from "./tool-error.js";

/** The chain that a tool works on, and the rules of the block it makes. */
export interface ToolNetwork {
	readonly chain: Chain;
	readonly spec: Spec;
}

/**
 * The network of a `--state.fork`: a fork, perhaps with EIPs (`Name+EIP`), or a transition between two.
 *
 * @throws {ToolError} there is no such fork or EIP: exit code 3
 */
export function findNetwork(fork: string, chainId: bigint, block: { number: bigint; timestamp: bigint }): ToolNetwork {
	try {
		const transition = parseTransition(fork);
		if (transition !== undefined) {
			const chain = transitionChain(fork, transition);
			return { chain: { ...chain, chainId: Number(chainId) }, spec: resolveSpec(forkAt(chain, block)) };
		}
		const spec = resolveSpec(fork);
		return { chain: { ...singleForkChain(fork, spec.fork), chainId: Number(chainId) }, spec };
	} catch (error) {
		if (!(error instanceof Error) || !("shortMessage" in error)) throw error;
		throw new ToolError("config", `failed constructing chain configuration: ${shortMessageOf(error)}`);
	}
}
