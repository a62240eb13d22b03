import { knownVersionedHash } from "./known-blob.js";
import type { Findings, ViemScenario } from "./viem-scenario.js";

const first = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const slot = (number: number): string => `0x${number.toString(16).padStart(64, "0")}`;

/** What the node's clients are to find, step by step. The contract is the first that the first account creates. */
export const expectedFindings = {
	deploy: {
		status: "success",
		blockNumber: "1",
		address: "0x5FbDB2315678afecb367f032d93F642f64180aa3".toLowerCase(),
		nonce: 0,
		isInput: true,
		balance: "2000000000000000000",
		hasCode: true,
	},
	call: { before: "5", simulated: "8", after: "8", old: "5", owner: first },
	events: { all: ["1 9", "2 11", "1 12"], some: ["1 9", "1 12"], none: [] },
	estimate: {
		transfer: "21000",
		isUsed: true,
		enough: "success",
		little: "reverted",
		hasFees: true,
		accessList: [
			{ address: "0x5FbDB2315678afecb367f032d93F642f64180aa3".toLowerCase(), storageKeys: [slot(0), slot(1)] },
		],
	},
	reverts: {
		text: "unlucky",
		custom: ["TooMuch", "101", "100"],
		panic: "An `assert` condition failed.",
		estimate: ["TooMuch", "101", "100"],
		write: "unlucky",
		mined: ["reverted", 0],
		poor: "InsufficientFundsError",
	},
	typedData: { isSame: true, signer: "0x90F79bf6EB2c4f870365E785982E1f101E93b906", isSameMessage: true },
	blobs: {
		receipt: ["success", "eip4844", "131072", "1"],
		hashes: [knownVersionedHash],
		ofBlock: "131072",
	},
	delegation: { status: "success", type: "eip7702", delegation: "0x5FbDB2315678afecb367f032d93F642f64180aa3" },
	subscriptions: { logs: ["7", "8"], blocks: ["1", "2"], areSent: true },
	snapshots: {
		impersonated: [`0x${"ee".repeat(20)}`, "success"],
		during: 9,
		blocks: "3",
		isLater: true,
		isBack: true,
		balance: "0",
	},
	simulateBlocks: {
		results: [
			["success", true],
			["success", true],
		],
		timestamp: "4000000000",
		unchanged: "27",
	},
} as const satisfies Partial<Record<keyof ViemScenario, Findings>>;

export type Step = keyof typeof expectedFindings;

export const steps = Object.keys(expectedFindings) as Step[];
