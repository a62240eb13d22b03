import { createNode } from "@evmore/node";
import { keccak256, toRlp } from "viem";
import { expect, test } from "vitest";

const from = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
const forks = [
	"homestead",
	"eip150",
	"eip155",
	"eip158",
	"byzantium",
	"constantinople",
	"petersburg",
	"istanbul",
	"berlin",
];
const genesis = {
	config: {
		chainId: 31337,
		...Object.fromEntries([...forks, "london"].map((fork) => [`${fork}Block`, 0])),
		terminalTotalDifficulty: 0,
		shanghaiTime: 0,
		cancunTime: 0,
	},
	difficulty: "0x0",
	gasLimit: "0x1c9c380",
	baseFeePerGas: "0x3b9aca00",
	timestamp: "0x10",
	alloc: { [from]: { balance: "0xde0b6b3a7640000" } },
};

// It was made by the rules of Frontier: 15 fields, no base fee.
test("the first block of a genesis has the fields of all forks that begin with it", async () => {
	const node = await createNode({ genesis });
	const request = (method: string, ...params: unknown[]): Promise<unknown> => node.provider.request({ method, params });
	const zeroHash = `0x${"00".repeat(32)}`;
	const first = (await request("eth_getBlockByNumber", "0x0", false)) as Record<string, `0x${string}`>;
	expect(first).toMatchObject({
		baseFeePerGas: "0x3b9aca00",
		withdrawalsRoot: "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
		blobGasUsed: "0x0",
		excessBlobGas: "0x0",
		parentBeaconBlockRoot: zeroHash,
	});
	// EIP-4844's header, field by field.
	const fields = [
		...["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"],
		...["difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce"],
		...["baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot"],
	];
	const quantities = /difficulty|number|gas|timestamp/i;
	const values = fields.map((name) => {
		const value = first[name]!;
		if (!quantities.test(name)) return value;
		const digits = BigInt(value) === 0n ? "" : BigInt(value).toString(16);
		return `0x${digits.length % 2 === 0 ? "" : "0"}${digits}` as const;
	});
	expect(keccak256(toRlp(values))).toBe(first.hash);
	await request("eth_sendTransaction", { from, to: from, gas: "0x5208" });
	// An eighth less than that of an empty parent (EIP-1559).
	expect(await request("eth_getBlockByNumber", "0x1", false)).toMatchObject({ baseFeePerGas: "0x342770c0" });

	const raw = (await request("debug_getRawBlock", "0x1")) as `0x${string}`;
	const other = await createNode({ genesis });
	await other.importBlock(Buffer.from(raw.slice(2), "hex"));
	expect(await other.provider.request({ method: "eth_blockNumber" })).toBe("0x1");
});
