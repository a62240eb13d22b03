import type { Spec } from "@evmore/evm";
import {
	type Activation,
	beaconRootsContract,
	blockHashHistoryContract,
	consolidationRequestContract,
	type PrecompileName,
	withdrawalRequestContract,
} from "@evmore/evm/spec";
import { computeForkHash } from "../../chain/fork-id.js";
import type { DevNode } from "../../node/dev-node.js";
import type { JsonObject } from "../codec.js";
import { method, type RpcMethod } from "../method.js";
import { toQuantity } from "../transaction-codec.js";

/** The names that EIP-7910 gives to precompiled contracts. */
const precompileNames: Readonly<Record<PrecompileName, string>> = {
	ecrecover: "ECREC",
	sha256: "SHA256",
	ripemd160: "RIPEMD160",
	identity: "ID",
	modexp: "MODEXP",
	bn254Add: "BN254_ADD",
	bn254Mul: "BN254_MUL",
	bn254Pairing: "BN254_PAIRING",
	blake2f: "BLAKE2F",
	kzgPointEvaluation: "KZG_POINT_EVALUATION",
	bls12G1Add: "BLS12_G1ADD",
	bls12G1Msm: "BLS12_G1MSM",
	bls12G2Add: "BLS12_G2ADD",
	bls12G2Msm: "BLS12_G2MSM",
	bls12Pairing: "BLS12_PAIRING_CHECK",
	bls12MapFpToG1: "BLS12_MAP_FP_TO_G1",
	bls12MapFp2ToG2: "BLS12_MAP_FP2_TO_G2",
	p256Verify: "P256VERIFY",
};

function describeSpec(node: DevNode, { rules, parameters, precompiles }: Spec, activationTime: number): JsonObject {
	const { chain } = node;
	const genesis = chain.blockAt(chain.firstNumber)!.block;
	const { number, timestamp } = chain.head.block.header;
	const at = { number, timestamp: BigInt(activationTime) > timestamp ? BigInt(activationTime) : timestamp };
	return {
		activationTime,
		blobSchedule: rules.blobs
			? {
					baseFeeUpdateFraction: parameters.blobBaseFeeUpdateFraction,
					max: parameters.maxBlobs,
					target: parameters.targetBlobs,
				}
			: null,
		chainId: toQuantity(chain.chainId),
		forkId: computeForkHash(chain.network, { hash: genesis.hash, timestamp: genesis.header.timestamp }, at),
		precompiles: Object.fromEntries(
			[...precompiles.values()].map(({ name, address }) => [
				precompileNames[name],
				`0x${address.toString(16).padStart(40, "0")}`,
			]),
		),
		systemContracts: {
			...(rules.beaconRoots && { BEACON_ROOTS_ADDRESS: beaconRootsContract }),
			...(rules.consolidationRequests && { CONSOLIDATION_REQUEST_PREDEPLOY_ADDRESS: consolidationRequestContract }),
			...(rules.depositRequests && { DEPOSIT_CONTRACT_ADDRESS: chain.network.depositContract }),
			...(rules.blockHashHistory && { HISTORY_STORAGE_ADDRESS: blockHashHistoryContract }),
			...(rules.withdrawalRequests && { WITHDRAWAL_REQUEST_PREDEPLOY_ADDRESS: withdrawalRequestContract }),
		},
	};
}

type TimedActivation = Extract<Activation, { readonly time: number }>;

export const configMethods: readonly RpcMethod[] = [
	method("eth_config", [], ({ node }) => {
		const { chain } = node;
		const now = Number(chain.head.block.header.timestamp);
		const timed = chain.network.activations.filter((activation): activation is TimedActivation => "time" in activation);
		const current = timed.filter(({ time }) => time <= now).at(-1);
		const next = timed.find(({ time }) => time > now);
		const last = timed.at(-1);
		return {
			current: describeSpec(node, chain.specOf(chain.head), current?.time ?? 0),
			next: next === undefined ? null : describeSpec(node, chain.specOfFork(next.fork), next.time),
			last: next === undefined ? null : describeSpec(node, chain.specOfFork(last!.fork), last!.time),
		};
	}),
];
