import { expect, test } from "vitest";
import { readWords, runProgram } from "./run-program.js";

// September 2022, CVE-2022-36025: the gas operand of a call, an unsigned number, was read as a signed one. The callee got
// more gas than there was, and could run for ever.
const amounts = [31n, 32n, 53n, 63n, 64n, 128n, 255n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n]);
const kinds = ["CALL", "CALLCODE", "DELEGATECALL", "STATICCALL"] as const;

test.each(kinds)("%s never gives more than 63/64 of what is left", (kind) => {
	const value = kind === "CALL" || kind === "CALLCODE" ? "PUSH1 0" : "";
	for (const amount of [...amounts, 2n ** 256n - 1n]) {
		const { result } = runProgram(
			`
			PUSH1 32 PUSH1 0 PUSH1 0 PUSH1 0 ${value} PUSH1 0xaa
			PUSH32 0x${amount.toString(16).padStart(64, "0")}
			${kind}
			GAS PUSH1 32 MSTORE POP
			PUSH1 64 PUSH1 0 RETURN`,
			{
				gas: 1_000_000n,
				accounts: {
					"0x00000000000000000000000000000000000000aa": { code: "GAS PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN" },
				},
			},
		);
		const [inside, after] = readWords(result);
		expect(result.status).toBe("success");
		expect(inside).toBeLessThanOrEqual(1_000_000n - 1_000_000n / 64n);
		expect(inside).toBeGreaterThan(900_000n);
		expect(after).toBeLessThan(1_000_000n);
	}
});

test("before EIP-150 more gas than there is, is out of gas", () => {
	for (const amount of amounts.filter((each) => each > 1_000_000n)) {
		const { result } = runProgram(
			`PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0 PUSH1 0xaa PUSH32 0x${amount.toString(16).padStart(64, "0")} CALL STOP`,
			{ gas: 1_000_000n, fork: "Homestead" },
		);
		expect(result).toMatchObject({ status: "halt", reason: "outOfGas", gasUsed: 1_000_000n });
	}
});
