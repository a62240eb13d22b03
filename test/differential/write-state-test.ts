import { bytesToHex } from "@evmore/evm";
import type { StateTest } from "../../packages/cli/src/statetest/state-test.js";
import { sender } from "./accounts.js";
import { forkIndex, fuzzForks } from "./forks.js";
import { fuzzBlock } from "./fuzz-block.js";
import { assembleItems } from "./item.js";
import { type FuzzAccount, generateProgram } from "./program.js";
import { Random } from "./random.js";
import { authorities, randomTransaction } from "./random-transaction.js";

const paris = forkIndex("Paris");
const cancun = forkIndex("Cancun");

/** Names that state tests have for forks that are called otherwise here. */
const testNames: Readonly<Record<string, string>> = {
	TangerineWhistle: "EIP150",
	SpuriousDragon: "EIP158",
	Petersburg: "ConstantinopleFix",
};

/** A state, a block and transactions in it, as state tests write them. */
export interface Scenario {
	/** By the name that tests have for it. */
	readonly fork: string;
	readonly env: StateTest["env"];
	readonly pre: StateTest["pre"];
	readonly transactions: readonly StateTest["transaction"][];
}

/** The scenario with a number, the same every time: a program of the fuzzer, its messages being the transactions. */
export function generateScenario(seed: string, index: number, fork?: string): Scenario {
	const { accounts, messages, fork: position } = generateProgram(seed, index, fork);
	const random = new Random(`${seed}:${index}:transaction`);
	const { nonce } = accounts.find(({ address }) => address === sender)!;
	const signers = authorities.map(({ address }) => randomAuthority(random, address));
	const nonces = signers.map((account) => account?.nonce ?? 0n);
	const pre = [...accounts, ...signers.filter((account) => account !== undefined)];
	const { name } = fuzzForks[position]!;
	return {
		fork: testNames[name] ?? name,
		env: describeBlock(position),
		pre: Object.fromEntries(pre.map((account) => [account.address, describeAccount(account)])),
		transactions: messages.map((message, i) => randomTransaction(random, position, message, nonce + BigInt(i), nonces)),
	};
}

/** A state test without its results, and the fork that it is for. */
export interface UnfilledTest {
	readonly fork: string;
	readonly test: Omit<StateTest, "post">;
}

/** The first transaction of a scenario as a state test. */
export function generateStateTest(seed: string, index: number, fork?: string): UnfilledTest {
	const { fork: name, env, pre, transactions } = generateScenario(seed, index, fork);
	const transaction = { ...transactions[0]!, sender };
	return { fork: name, test: { env, pre, transaction, config: { chainid: "0x1" } } };
}

/** Absent, used, holding code that is none of a delegation, or delegated already. */
function randomAuthority(random: Random, address: string): FuzzAccount | undefined {
	const code = random.weighted([
		[60, ""],
		[10, "00"],
		[30, `ef0100${random.pick(["aa", "bb"]).repeat(20)}`],
	]);
	if (code === "" && random.chance(40)) return undefined;
	const bytes = Uint8Array.from(Buffer.from(code, "hex"));
	const nonce = BigInt(random.pick([0, 1, 7])) + (code === "" ? 0n : 1n);
	return { address, balance: BigInt(random.below(3)), nonce, code: [{ kind: "raw", bytes }], storage: [] };
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;
const hexWord = (value: bigint): string => `0x${value.toString(16).padStart(64, "0")}`;

function describeAccount({ balance, nonce, code, storage }: FuzzAccount): StateTest["pre"][string] {
	return {
		balance: hex(balance),
		nonce: hex(nonce),
		code: bytesToHex(assembleItems(code)),
		storage: Object.fromEntries(storage.map(([slot, value]) => [hexWord(slot), hexWord(value)])),
	};
}

function describeBlock(fork: number): Record<string, string> {
	const { number, timestamp, coinbase, gasLimit, baseFee, difficulty, prevRandao } = fuzzBlock;
	const env: Record<string, string> = {
		currentNumber: hex(number),
		currentTimestamp: hex(timestamp),
		currentCoinbase: coinbase,
		currentGasLimit: hex(gasLimit),
		currentBaseFee: hex(baseFee),
	};
	// A block after the merge is what has a random number.
	if (fork >= paris) env.currentRandom = hex(prevRandao);
	else env.currentDifficulty = hex(difficulty);
	if (fork >= cancun) env.currentExcessBlobGas = "0x0";
	return env;
}
