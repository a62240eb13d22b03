import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { bytesToHex } from "@evmore/evm";
import { keccak256, privateKeyToAddress } from "@evmore/evm/crypto";
import { runT8n } from "../../packages/cli/src/t8n/run-t8n.js";
import type { T8nOptions } from "../../packages/cli/src/t8n/t8n-command.js";
import { sender } from "./accounts.js";
import { fuzzBlock, fuzzBlockHash } from "./fuzz-block.js";
import { generateScenario, type Scenario } from "./write-state-test.js";

const help = `npm run fuzz:geth-t8n -- --evm PATH [options]

Makes random blocks with evmore's t8n and go-ethereum's, and compares what they write: state, result, and the trace of each
transaction by a tracer.

  --evm PATH      go-ethereum's evm (go build github.com/ethereum/go-ethereum/cmd/evm)
  --seed TEXT     which blocks (default: the time)
  --count N       how many (default 1000)
  --start N       number of the first (default 0)
  --fork NAME     all under one fork; default: each has its own
  --tracer NAME   one of go-ethereum's tracers; default: each block has its own
  --folder PATH   where blocks are written; those that differ stay (default: fuzz-geth)
`;

/**
 * What blocks are traced with, in turn: a name and its configuration. Such blocks have one transaction and no system calls:
 * go-ethereum's tool uses one tracer for all, which mixes what it sees. Without a name: all transactions, and their receipts.
 */
const tracers: readonly (readonly [name: string, config: string])[] = [
	["", "{}"],
	["callTracer", "{}"],
	["callTracer", '{"onlyTopCall":true}'],
	["prestateTracer", "{}"],
	["prestateTracer", '{"diffMode":true}'],
	["prestateTracer", '{"disableCode":true,"disableStorage":true,"includeEmpty":true}'],
	["flatCallTracer", "{}"],
	["flatCallTracer", '{"includePrecompiles":true}'],
	["4byteTracer", "{}"],
	// Not keccak256PreimageTracer: go-ethereum's tells also what was not hashed for lack of gas.
];

// The sender of programs has no key. Here it gets one: wherever its address is written, also in code, stands that of the key.
const senderKey = keccak256(new TextEncoder().encode("sender"));
const senderAddress = privateKeyToAddress(senderKey);

function withKeyedSender(text: string): string {
	return text.replaceAll(sender.slice(2), senderAddress.slice(2));
}

/** The contracts that blocks ask for requests (EIP-7002, EIP-7251), here without any: where they have no code a block is invalid. */
const systemContracts = Object.fromEntries(
	["0x00000961ef480eb55e80d19ad83579a64c007002", "0x0000bbddc7ce488642fb579f8b00f3a590007251"].map((address) => [
		address,
		{ balance: "0x0", nonce: "0x1", code: "0x00" },
	]),
);

function writeInputs(folder: string, { env, pre, transactions }: Scenario): void {
	const hashes: [string, string][] = [];
	for (let i = 1n; i <= 256n; i++) {
		const number = fuzzBlock.number - i;
		hashes.push([String(number), bytesToHex(fuzzBlockHash(number))]);
	}
	const block = {
		...env,
		withdrawals: [],
		blockHashes: Object.fromEntries(hashes),
		parentBeaconBlockRoot: `0x${"00".repeat(32)}`,
	};
	writeFileSync(join(folder, "alloc.json"), withKeyedSender(JSON.stringify({ ...pre, ...systemContracts })));
	writeFileSync(join(folder, "env.json"), JSON.stringify(block));
	writeFileSync(join(folder, "txs.json"), withKeyedSender(JSON.stringify(transactions.map(describeTransaction))));
}

/** A transaction of a state test as t8n reads them. */
function describeTransaction(json: Scenario["transactions"][number]): unknown {
	const { data, gasLimit, value, accessLists, to, authorizationList, ...rest } = json;
	const isPriced = rest.maxFeePerGas !== undefined;
	const type =
		authorizationList !== undefined
			? 4
			: rest.blobVersionedHashes !== undefined
				? 3
				: isPriced
					? 2
					: accessLists === undefined
						? 0
						: 1;
	return {
		...rest,
		type: `0x${type}`,
		chainId: "0x1",
		input: data[0],
		gas: gasLimit[0],
		value: value[0],
		...(to === "" ? {} : { to }),
		...(type === 0 ? {} : { accessList: accessLists?.[0] ?? [] }),
		...(authorizationList === undefined
			? {}
			: { authorizationList: authorizationList.map(({ v, ...fields }) => ({ ...fields, yParity: v })) }),
		// To be signed.
		...{ v: "0x0", r: "0x0", s: "0x0" },
		secretKey: bytesToHex(senderKey),
	};
}

interface Outputs {
	readonly failure: string;
	readonly files: ReadonlyMap<string, unknown>;
}

function readOutputs(folder: string, failure: string): Outputs {
	const files = new Map<string, unknown>();
	for (const name of readdirSync(folder).sort()) {
		const text = readFileSync(join(folder, name), "utf8");
		// go-ethereum leaves empty traces of transactions that were rejected.
		if (text !== "") files.set(name, JSON.parse(text, normalise));
	}
	return { failure, files };
}

const zeroHash = `0x${"00".repeat(32)}`;

/**
 * What is compared of a member. Left out are the words of errors where go-ethereum's depend on which of several faults it meets first
 * or on the precompiled contract; a transaction's hash, which its tool does not give to tracers; accounts that are not there, which its
 * prestateTracer tells in diffMode as having lost the empty code.
 */
function normalise(key: string, value: unknown): unknown {
	if (key === "error") return "failed";
	if (key === "transactionHash") return undefined;
	if (isRecord(value) && Object.keys(value).length === 1 && value.codeHash === zeroHash) return undefined;
	return value;
}

function runGeth(evm: string, input: string, output: string, fork: string, tracer: string, config: string): Outputs {
	const { stderr, status } = spawnSync(
		evm,
		[
			"t8n",
			...["--input.alloc", join(input, "alloc.json")],
			...["--input.env", join(input, "env.json")],
			...["--input.txs", join(input, "txs.json")],
			...["--output.basedir", output],
			...["--state.fork", fork],
			...(tracer === "" ? [] : ["--trace.tracer", tracer, "--trace.jsonconfig", config]),
		],
		{ encoding: "utf8" },
	);
	return readOutputs(output, status === 0 ? "" : stderr.slice(0, 500));
}

async function runOurs(input: string, output: string, fork: string, tracer: string, config: string): Promise<Outputs> {
	const options: T8nOptions = {
		"input.alloc": join(input, "alloc.json"),
		"input.env": join(input, "env.json"),
		"input.txs": join(input, "txs.json"),
		"input.blobParams": "",
		"output.basedir": output,
		"output.alloc": "alloc.json",
		"output.result": "result.json",
		"output.body": "",
		"state.fork": fork,
		"state.chainid": "1",
		"state.reward": "0",
		trace: false,
		"trace.memory": false,
		"trace.nomemory": true,
		"trace.nostack": false,
		"trace.returndata": false,
		"trace.noreturndata": true,
		"trace.callframes": false,
		"trace.tracer": tracer,
		"trace.jsonconfig": config,
		"opcode.count": "",
	};
	try {
		await runT8n(options);
	} catch (error) {
		return readOutputs(output, error instanceof Error ? error.message : String(error));
	}
	return readOutputs(output, "");
}

/** The first difference, as a path into the outputs. */
function findDifference(ours: unknown, theirs: unknown, path: string): string | undefined {
	if (isDeepStrictEqual(ours, theirs)) return undefined;
	if (isRecord(ours) && isRecord(theirs)) {
		for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
			const difference = findDifference(ours[key], theirs[key], `${path}.${key}`);
			if (difference !== undefined) return difference;
		}
	}
	return `${path}: ${JSON.stringify(ours)?.slice(0, 300)}, theirs ${JSON.stringify(theirs)?.slice(0, 300)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null;
}

function compare(ours: Outputs, theirs: Outputs): string | undefined {
	if (ours.failure === "" && theirs.failure === "") {
		// Of rejected transactions there is no trace, but go-ethereum writes what its tracers begin with.
		const told = [...theirs.files].filter(([name]) => ours.files.has(name) || !name.startsWith("trace"));
		return findDifference(Object.fromEntries(ours.files), Object.fromEntries(told), "");
	}
	if (ours.failure !== "" && theirs.failure !== "") return undefined;
	// Transactions that it cannot even read are rejected by ours like others.
	if (/failed unmarshalling txs-file/.test(theirs.failure)) return undefined;
	return `fails with "${ours.failure}", theirs with "${theirs.failure}"`;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			evm: { type: "string" },
			seed: { type: "string", default: String(Date.now()) },
			count: { type: "string", default: "1000" },
			start: { type: "string", default: "0" },
			fork: { type: "string" },
			tracer: { type: "string" },
			folder: { type: "string", default: "fuzz-geth" },
			help: { type: "boolean", short: "h" },
		},
	});
	const { evm, seed } = values;
	if (values.help || evm === undefined) {
		process.stdout.write(help);
		if (!values.help) process.exitCode = 2;
		return;
	}
	const choices = tracers.filter(([name]) => values.tracer === undefined || name === values.tracer);
	const end = Number(values.start) + Number(values.count);
	let [compared, different, failed] = [0, 0, 0];
	for (let index = Number(values.start); index < end; index++) {
		const whole = generateScenario(seed, index, values.fork);
		const makesSystemCalls = whole.env.currentExcessBlobGas !== undefined;
		const [tracer, config] = makesSystemCalls ? tracers[0]! : choices[index % choices.length]!;
		const scenario = tracer === "" ? whole : { ...whole, transactions: whole.transactions.slice(0, 1) };
		const folder = join(values.folder, `${seed}-${index}`);
		const [input, mine, other] = ["input", "evmore", "geth"].map((name) => join(folder, name)) as [
			string,
			string,
			string,
		];
		for (const path of [input, mine, other]) mkdirSync(path, { recursive: true });
		writeInputs(input, scenario);
		const ours = await runOurs(input, mine, scenario.fork, tracer, config);
		const theirs = runGeth(evm, input, other, scenario.fork, tracer, config);
		const difference = compare(ours, theirs);
		compared++;
		if (ours.failure !== "") failed++;
		if (difference === undefined) {
			rmSync(folder, { recursive: true });
		} else {
			different++;
			console.log(`DIFFERENT ${seed}:${index} ${scenario.fork} ${tracer} ${config}\n  ${difference}`);
		}
		if (compared % 100 === 0) process.stderr.write(`${compared} compared, ${failed} failed, ${different} different\n`);
	}
	console.log(`${compared} blocks compared, ${failed} of them failed, ${different} different`);
	if (different > 0 || compared === 0) process.exitCode = 1;
}

await main();
