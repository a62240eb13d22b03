import { assemble } from "../../packages/evm/src/asm/index.js";
import { bytesToHex } from "../../packages/evm/src/index.js";

/** Asks a node. */
export type Ask = <T = unknown>(method: string, ...params: readonly unknown[]) => Promise<T>;

const at = (digits: string): string => `0x${digits.padStart(40, "0")}`;

/** Accounts of the scenario. */
export const accounts = {
	caller: at("c0"),
	payer: at("c1"),
	destroyed: at("c2"),
	reverting: at("c3"),
	logging: at("c4"),
	paid: at("aa"),
	alsoPaid: at("bb"),
	plain: at("dd"),
};

const call = (opcode: string, to: string, value?: number, gas = "GAS"): string =>
	`PUSH0 PUSH0 PUSH0 PUSH0 ${value === undefined ? "" : `PUSH ${value}`} PUSH ${to} ${gas} ${opcode} POP`;
const compile = (source: string): string => bytesToHex(assemble(source));

const codes: readonly (readonly [string, string])[] = [
	[
		accounts.caller,
		`${call("CALL", accounts.paid, 2)}
		PUSH0 PUSH0 PUSH 1 CREATE POP
		PUSH 7 PUSH0 PUSH0 PUSH 3 CREATE2 POP
		${call("STATICCALL", accounts.payer, undefined, "PUSH 5000")} ${call("DELEGATECALL", accounts.payer)} ${call("CALLCODE", accounts.payer, 1)}
		${call("CALL", accounts.reverting, 4)} ${call("CALL", accounts.destroyed, 0)} STOP`,
	],
	[accounts.payer, `${call("CALL", accounts.alsoPaid, 5)} STOP`],
	[accounts.destroyed, `PUSH ${accounts.paid} SELFDESTRUCT`],
	[accounts.reverting, "PUSH 0x1234 PUSH0 MSTORE PUSH 2 PUSH 30 REVERT"],
	[accounts.logging, "PUSH 9 PUSH0 PUSH0 LOG1 STOP"],
];

/** What was sent; each transaction is a block of its own. */
export interface Scenario {
	readonly first: string;
	readonly second: string;
	readonly hashes: readonly string[];
}

/** Contracts and transactions that show all that Otterscan asks for. Fees are given, so that every node's hashes are the same. */
export async function play(ask: Ask): Promise<Scenario> {
	for (const [address, source] of codes) await ask("anvil_setCode", address, compile(source));
	const [first, second] = await ask<string[]>("eth_accounts");
	const hashes: string[] = [];
	const send = async (transaction: object): Promise<void> => {
		const fees = { gas: "0x989680", maxFeePerGas: "0x12a05f200", maxPriorityFeePerGas: "0x1" };
		hashes.push(await ask<string>("eth_sendTransaction", { from: first, ...fees, ...transaction }));
	};
	await send({ to: accounts.caller, value: "0x64" });
	await send({ to: accounts.reverting });
	// Runtime code is one byte, STOP.
	await send({ data: "0x60016000f3" });
	await send({ from: second, to: first, value: "0x5" });
	await send({ to: accounts.plain, data: "0x12345678" });
	await send({ data: compile("PUSH0 PUSH0 REVERT") });
	await send({ to: accounts.logging });
	// The creation is taken back.
	await send({ to: accounts.caller, value: "0x64", gas: "0x30d40" });
	return { first: first!, second: second!, hashes };
}
