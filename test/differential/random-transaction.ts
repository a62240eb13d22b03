import { bytesToHex, parseAddress } from "@evmore/evm";
import { keccak256, privateKeyToAddress } from "@evmore/evm/crypto";
import { signAuthorization } from "@evmore/evm/tx";
import type { StateTest } from "../../packages/cli/src/statetest/state-test.js";
import { coinbase, contracts, delegated, randomAddress, wealthy } from "./accounts.js";
import { forkIndex } from "./forks.js";
import { fuzzBlock } from "./fuzz-block.js";
import { assembleItems } from "./item.js";
import type { FuzzMessage } from "./program.js";
import type { Random } from "./random.js";

type TransactionJson = StateTest["transaction"];
type AuthorizationJson = NonNullable<TransactionJson["authorizationList"]>[number];
type AccessListJson = NonNullable<NonNullable<TransactionJson["accessLists"]>[number]>;

const berlin = forkIndex("Berlin");
const london = forkIndex("London");
const cancun = forkIndex("Cancun");
const prague = forkIndex("Prague");

/** Accounts whose keys are known, so that they can sign delegations. */
export const authorities: readonly { readonly key: Uint8Array; readonly address: string }[] = [1, 2, 3].map((i) => {
	const key = keccak256(Uint8Array.of(i));
	return { key, address: privateKeyToAddress(key) };
});

const hex = (value: bigint | number): string => `0x${value.toString(16)}`;
const hexAddress = (value: bigint): string => `0x${(value % (1n << 160n)).toString(16).padStart(40, "0")}`;

/**
 * A message as a transaction of one of the fork's types. Nearly all are valid: the rest spends, promises or claims what it may not.
 *
 * @param nonce the sender's
 * @param authorityNonces those of {@link authorities}
 */
export function randomTransaction(
	random: Random,
	fork: number,
	{ to, data, value, gas }: FuzzMessage,
	nonce: bigint,
	authorityNonces: readonly bigint[],
): TransactionJson {
	const bytes = assembleItems(data);
	const intrinsic = 21_000n + (to === undefined ? 32_000n : 0n) + 16n * BigInt(bytes.length);
	const json: Record<string, unknown> = {
		data: [bytesToHex(bytes)],
		gasLimit: [hex(random.chance(97) ? intrinsic + gas : BigInt(random.between(20_000, 60_000)))],
		value: [hex(random.chance(99) ? value : 10n ** 21n)],
		nonce: hex(random.chance(99) ? nonce : nonce + BigInt(random.between(0, 2)) - 1n < 0n ? 1n : nonce + 1n),
		to: to ?? "",
	};
	const type = random.below(4);
	const isPriced = fork >= london && type > 0;
	const fee = random.weighted([
		[90, 10n],
		[5, fuzzBlock.baseFee],
		[3, 10n ** 9n],
		[2, 3n],
	]);
	if (isPriced) {
		json.maxFeePerGas = hex(fee);
		json.maxPriorityFeePerGas = hex(random.pick([0n, 1n, 2n, fee, fee, fee + (random.chance(10) ? 1n : 0n)]));
	} else {
		json.gasPrice = hex(fee);
	}
	if (fork >= berlin && (type > 1 || random.chance(20))) json.accessLists = [randomAccessList(random)];
	if (isPriced && fork >= cancun && random.chance(8)) {
		const hash = (version: number): string => `0x${version.toString(16).padStart(2, "0")}${"ab".repeat(31)}`;
		const count = random.chance(95) ? random.between(1, 6) : random.pick([0, 7, 10]);
		json.blobVersionedHashes = Array.from({ length: count }, () => hash(random.chance(99) ? 1 : 2));
		json.maxFeePerBlobGas = hex(random.chance(97) ? 10 : 0);
		if (random.chance(90) && to === undefined) json.to = contracts[0];
	} else if (isPriced && fork >= prague && random.chance(30)) {
		json.authorizationList = Array.from({ length: random.chance(97) ? random.between(1, 4) : 0 }, () =>
			randomAuthorization(random, authorityNonces),
		);
		if (random.chance(95) && to === undefined) json.to = random.pick(authorities).address;
	}
	return json as unknown as TransactionJson;
}

function randomAccessList(random: Random): AccessListJson {
	return Array.from({ length: random.below(4) }, () => ({
		address: hexAddress(random.chance(90) ? randomAddress(random) : BigInt(random.pick(authorities).address)),
		storageKeys: Array.from({ length: random.below(4) }, () => `0x${random.below(6).toString(16).padStart(64, "0")}`),
	}));
}

function randomAuthorization(random: Random, nonces: readonly bigint[]): AuthorizationJson {
	const index = random.below(authorities.length);
	const target = random.pick([
		contracts[0],
		contracts[1],
		contracts[2],
		wealthy,
		delegated,
		coinbase,
		authorities[0]!.address,
		hexAddress(0n),
		hexAddress(BigInt(random.between(1, 17))),
	]);
	const fields = {
		chainId: random.weighted([
			[60, 1n],
			[35, 0n],
			[5, 2n],
		]),
		address: parseAddress(target),
		nonce:
			nonces[index]! +
			BigInt(
				random.weighted([
					[70, 0],
					[15, 1],
					[10, 2],
					[5, 100],
				] as const),
			),
	};
	const { r, s, yParity } = signAuthorization(fields, authorities[index]!.key);
	const isDamaged = random.chance(5);
	return {
		chainId: hex(fields.chainId),
		address: target,
		nonce: hex(fields.nonce),
		v: hex(isDamaged && random.chance(30) ? random.pick([2, 27, 255]) : yParity),
		r: hex(isDamaged && random.chance(30) ? 0n : r),
		s: hex(isDamaged && random.chance(50) ? 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1n : s),
	};
}
