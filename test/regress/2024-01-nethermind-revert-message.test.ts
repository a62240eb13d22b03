import { expect, test } from "vitest";
import { describeRevert } from "../../packages/cli/src/abi/decode-revert.js";
import { runProgram } from "./run-program.js";

// 21 January 2024: decoding the message of a revert, for people, threw, and a valid block counted as invalid. Decoders
// take any bytes, and are no part of the execution.
const word = (value: bigint): string => value.toString(16).padStart(64, "0");
const numbers = [0n, 1n, 31n, 32n, 33n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 2n ** 256n - 1n];
const payloads = ["08c379a0", "4e487b71", "ffffffff"].flatMap((selector) => [
	selector,
	`${selector}00`,
	...numbers.flatMap((offset) => [
		`${selector}${word(offset)}`,
		...numbers.map((length) => `${selector}${word(offset)}${word(length)}`),
		`${selector}${word(offset)}${word(4n)}ff80c0fe`,
	]),
]);

test("a revert with a malformed message is a revert", () => {
	for (const payload of payloads) {
		const input = new Uint8Array(Buffer.from(payload, "hex"));
		const { result } = runProgram("CALLDATASIZE PUSH1 0 PUSH1 0 CALLDATACOPY CALLDATASIZE PUSH1 0 REVERT", { input });
		expect(result.status).toBe("revert");
		expect(Buffer.from(result.output).toString("hex")).toBe(payload);
	}
});

test("and can be described", async () => {
	for (const payload of payloads) {
		await expect(describeRevert(new Uint8Array(Buffer.from(payload, "hex")), [])).resolves.toBeTypeOf("string");
	}
});
