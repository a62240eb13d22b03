/** Who sends the transaction of the block. */
export const sender = "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b";
export const secretKey = "0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8";
/** Whom it calls. */
export const contract = "0x00000000000000000000000000000000000000cc";

/** The state before a block of one transaction, as the transition tools take it. */
export const alloc = {
	[sender]: { balance: "0x0de0b6b3a7640000" },
	// ADD of two numbers, a jump, and an opcode that no fork has.
	[contract]: { balance: "0x0", code: "0x6001600201600a5650005b0c" },
};
export const env = {
	currentCoinbase: "0x00000000000000000000000000000000000000c0",
	currentGasLimit: "0x1c9c380",
	currentNumber: "1",
	currentTimestamp: "10",
	currentDifficulty: "0x20000",
	currentBaseFee: "0x7",
};
export const txs = [
	{
		nonce: "0x0",
		gasPrice: "0xa",
		gas: "0x186a0",
		to: contract,
		value: "0x0",
		input: "0x",
		secretKey,
		...{ v: "0x0", r: "0x0", s: "0x0" },
	},
];
/** As JSON. */
export const text = (value: unknown): string => JSON.stringify(value);
/** The files that a tool reads when no others are named. */
export const inputs = { "alloc.json": text(alloc), "env.json": text(env), "txs.json": text(txs) };
export const onStdin = ["--input.alloc=stdin", "--input.env=stdin", "--input.txs=stdin"];
