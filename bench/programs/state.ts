import { contractProgram, type Program } from "../program.js";
import { assembleHex, loopCode, repeat } from "./loop.js";

const count = 1000;

function slots(value: string): Record<string, string> {
	return Object.fromEntries(Array.from({ length: count }, (_, i) => [`0x${(i + 1).toString(16)}`, value]));
}

/** Accounts 0x…e0000001 and up, with a balance. */
function manyAccounts(): Record<string, { balance: string }> {
	return Object.fromEntries(
		Array.from({ length: count }, (_, i) => [
			`0x${(0xe0000000 + i + 1).toString(16).padStart(40, "0")}`,
			{ balance: "0x1" },
		]),
	);
}

/** Storage, balances, transient storage and logs. */
export function statePrograms(): Program[] {
	const loop = (name: string, body: string, options: Parameters<typeof contractProgram>[3] = {}): Program =>
		contractProgram(name, "storage", loopCode(count, body), options);
	const programs = [
		loop("sload-cold", "DUP1 SLOAD POP", { storage: slots("0x5") }),
		loop("sload-cold-empty", "DUP1 SLOAD POP"),
		loop("sload-warm", repeat("PUSH1 7 SLOAD POP", 10), { storage: slots("0x5") }),
		loop("sload-warm-many", repeat("DUP1 SLOAD POP", 10), { storage: slots("0x5") }),
		loop("sstore-new", "DUP1 DUP1 SSTORE"),
		loop("sstore-change", "DUP1 DUP1 SSTORE", { storage: slots("0xffffff") }),
		loop("sstore-clear", "PUSH1 0 DUP2 SSTORE", { storage: slots("0x5") }),
		loop("sstore-warm", repeat("DUP1 PUSH1 7 SSTORE", 4), { storage: slots("0x5") }),
		loop("counter-in-storage", "PUSH1 7 SLOAD PUSH1 1 ADD PUSH1 7 SSTORE"),
		loop("tload-tstore", repeat("PUSH1 3 TLOAD PUSH1 1 ADD PUSH1 3 TSTORE", 4)),
		loop("tstore-many", "DUP1 DUP1 TSTORE DUP1 TLOAD POP"),
		loop("balance-cold", "DUP1 PUSH4 0xe0000000 ADD BALANCE POP", { accounts: manyAccounts() }),
		loop("balance-warm", repeat("PUSH4 0xe0000001 BALANCE POP", 10), { accounts: manyAccounts() }),
		loop("selfbalance", repeat("SELFBALANCE POP", 10)),
		loop("extcodehash-warm", repeat("ADDRESS EXTCODEHASH POP", 10)),
		loop("extcodesize-warm", repeat("ADDRESS EXTCODESIZE POP", 10)),
		loop("mapping-32", "DUP1 PUSH1 0 MSTORE PUSH1 64 PUSH1 0 KECCAK256 DUP1 SLOAD PUSH1 1 ADD SWAP1 SSTORE"),
	];
	for (let topics = 0; topics <= 4; topics++) {
		const body = `${repeat("DUP1", topics)} PUSH1 32 PUSH1 0 LOG${topics}`;
		programs.push(contractProgram(`log${topics}-1000`, "logs", loopCode(count, body)));
	}
	programs.push(contractProgram("log1-1024-bytes", "logs", loopCode(count, "DUP1 PUSH2 1024 PUSH1 0 LOG1")));
	return programs;
}

const callee = "0xca11ee00000000000000000000000000000000ee";
const emptyAccount = "0xca11ee0000000000000000000000000000000000";
// Doubles a number: PUSH0 CALLDATALOAD PUSH1 1 SHL PUSH0 MSTORE PUSH1 32 PUSH0 RETURN
const doubler = "0x5f3560011b5f5260205ff3";

function callLoop(instruction: string, target: string): string {
	const value = instruction === "CALL" || instruction === "CALLCODE" ? "PUSH1 0" : "";
	return loopCode(count, `PUSH1 32 PUSH1 0 PUSH1 32 PUSH1 0 ${value} PUSH20 ${target} GAS ${instruction} POP`);
}

/** Fibonacci by calling itself: f(n) = n < 2 ? n : f(n - 1) + f(n - 2). */
function fibonacciByCalls(): string {
	const call = (subtrahend: number): string => `
		PUSH1 ${subtrahend} PUSH1 0 CALLDATALOAD SUB PUSH1 0 MSTORE
		PUSH1 32 PUSH1 0 PUSH1 32 PUSH1 0 PUSH1 0 ADDRESS GAS CALL POP
		PUSH1 0 MLOAD`;
	return assembleHex(`
		PUSH1 2 PUSH1 0 CALLDATALOAD LT JUMPI @small
		${call(1)}
		${call(2)}
		ADD PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN
	small:
		PUSH1 0 CALLDATALOAD PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN
	`);
}

/** Calls itself until the depth in the call data is reached. */
function recursion(): string {
	return assembleHex(`
		PUSH1 0 CALLDATALOAD DUP1 JUMPI @deeper STOP
	deeper:
		PUSH1 1 SWAP1 SUB PUSH1 0 MSTORE
		PUSH1 0 PUSH1 0 PUSH1 32 PUSH1 0 PUSH1 0 ADDRESS GAS CALL
		PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN
	`);
}

function word(value: number): string {
	return `0x${value.toString(16).padStart(64, "0")}`;
}

/** Message calls and creations. */
export function callPrograms(): Program[] {
	const accounts = { [callee]: { code: doubler, nonce: "0x1" }, [emptyAccount]: { balance: "0x1" } };
	const creation = (instruction: string): string => {
		// Returns the 10 bytes of the doubler's end as code: what matters is that code is stored.
		const salt = instruction === "CREATE2" ? "DUP1" : "";
		return loopCode(
			100,
			`${salt} PUSH1 32 PUSH1 0 PUSH1 0 ${instruction} POP`,
			`
			PUSH32 0x600a80600c5f395ff35f3560011b5f5260205ff3000000000000000000000000 PUSH1 0 MSTORE`,
		);
	};
	return [
		...["CALL", "STATICCALL", "DELEGATECALL", "CALLCODE"].map((name) =>
			contractProgram(`${name.toLowerCase()}-1000`, "calls", callLoop(name, callee), { accounts }),
		),
		contractProgram("call-empty-1000", "calls", callLoop("CALL", emptyAccount), { accounts }),
		contractProgram("staticcall-empty-1000", "calls", callLoop("STATICCALL", emptyAccount), { accounts }),
		contractProgram(
			"call-value-1000",
			"calls",
			loopCode(count, `PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 1 PUSH20 ${emptyAccount} GAS CALL POP`),
			{
				accounts,
				balance: "0xffffff",
			},
		),
		contractProgram("fibonacci-calls-16", "calls", fibonacciByCalls(), { data: word(16) }),
		contractProgram("recursion-500", "calls", recursion(), { data: word(500) }),
		contractProgram("create-100", "calls", creation("CREATE")),
		contractProgram("create2-100", "calls", creation("CREATE2")),
		contractProgram(
			"proxy-1000",
			"calls",
			loopCode(count, `PUSH1 32 PUSH1 0 PUSH1 32 PUSH1 0 PUSH1 0 PUSH20 ${proxy} GAS CALL POP`),
			{
				accounts: { ...accounts, [proxy]: { code: proxyCode(), nonce: "0x1" } },
			},
		),
	];
}

const proxy = "0xca11ee00000000000000000000000000000000ff";

/** A minimal proxy (EIP-1167) in front of the callee. */
function proxyCode(): string {
	return `0x363d3d373d3d3d363d73${callee.slice(2)}5af43d82803e903d91602b57fd5bf3`;
}
