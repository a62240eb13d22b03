import { bytesToHex, concatBytes, type Hex, hexToBytes } from "@evmore/evm/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assemble } from "../../packages/evm/src/asm/index.js";
import { startClients } from "./clients.js";

// Puts a contract at an address that depends on its code alone; every development node has it.
const deployer = "0x4e59b44847b379578588920ca78fbf26c0b4956c";
// With call data it stores a word at a slot, without it destructs itself.
const runtime = assemble(
	"CALLDATASIZE PUSH @store JUMPI CALLER SELFDESTRUCT store: PUSH 32 CALLDATALOAD PUSH 0 CALLDATALOAD SSTORE STOP",
);
const initcode = concatBytes(
	assemble(`PUSH 7 PUSH 1 SSTORE PUSH ${runtime.length} DUP1 PUSH1 @end PUSH 0 CODECOPY PUSH 0 RETURN end:`).subarray(
		0,
		-1,
	),
	runtime,
);
const word = (value: number): string => value.toString(16).padStart(64, "0");

const account = fc.nat(3);
const step = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({ kind: fc.constant("transfer"), from: account, to: account, value: fc.nat(1000) }),
	},
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant("store"), from: account, to: fc.nat(2), value: fc.nat(1) }) },
	{
		weight: 2,
		arbitrary: fc.record({ kind: fc.constantFrom("destruct", "deploy"), from: account, to: account, value: account }),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom("mine", "pending", "revert", "snapshot", "together", "clear"),
			from: account,
			to: account,
			value: account,
		}),
	},
);

/** Where the deployer puts the contract: what it answers when it is asked. */
async function addressOfContract(request: (method: string, ...params: unknown[]) => Promise<unknown>): Promise<Hex> {
	return (await request("eth_call", { to: deployer, data: word0(initcode) })) as Hex;
}

function word0(code: Uint8Array): Hex {
	return bytesToHex(concatBytes(new Uint8Array(32), code));
}

test.each(["Constantinople", "Shanghai", "Osaka"])(
	"what the miner's machine holds from block to block is the state: another node comes to the same roots, by the rules of %s",
	async (hardfork) => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
				const options = { hardfork, genesisTimestamp: 1n, timestamp: 1n, accounts: 4 };
				const { node, request } = await startClients(options);
				const contract = await addressOfContract(request);
				expect(contract).toMatch(/^0x[0-9a-f]{40}$/);
				const send = (from: number, to: string, data: string, value = 0): Promise<unknown> =>
					request("eth_sendTransaction", {
						from: node.accounts[from]!.address,
						to,
						data,
						value: `0x${value.toString(16)}`,
						gas: "0x493e0",
					});
				let snapshot: unknown;
				for (const { kind, from, to, value } of steps) {
					if (kind === "transfer") await send(from, node.accounts[to]!.address, "0x", value);
					else if (kind === "store") await send(from, contract, `0x${word(to)}${word(value)}`);
					else if (kind === "destruct") await send(from, contract, "0x");
					else if (kind === "deploy") await send(from, deployer, word0(initcode));
					else if (kind === "mine") await request("evm_mine");
					else if (kind === "pending") await request("eth_getBlockByNumber", "pending", true);
					else if (kind === "snapshot") snapshot = await request("evm_snapshot");
					else if (kind === "revert" && snapshot !== undefined) {
						await request("evm_revert", snapshot);
						snapshot = undefined;
					} else if (kind === "together") {
						await request("evm_setAutomine", false);
						await send(from, deployer, word0(initcode));
						await send(to, contract, `0x${word(value)}${word(5)}`);
						await send(from, contract, "0x");
						await request("evm_mine");
						await request("evm_setAutomine", true);
					} else if (kind === "clear") await send(from, contract, `0x${word(1)}${word(0)}`);
				}
				const { node: other, request: ask } = await startClients(options);
				const head = Number(await request("eth_blockNumber"));
				for (let number = 1; number <= head; number++) {
					const raw = (await request("debug_getRawBlock", `0x${number.toString(16)}`)) as Hex;
					await other.importBlock(hexToBytes(raw));
				}
				expect(await ask("eth_getBlockByNumber", "latest", true)).toEqual(
					await request("eth_getBlockByNumber", "latest", true),
				);
				await Promise.all([node.close(), other.close()]);
			}),
			{ numRuns: 25 },
		);
	},
);
