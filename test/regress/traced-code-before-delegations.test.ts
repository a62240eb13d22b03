import { MemoryState, parseAddress } from "@evmore/evm";
import { emptyBlock } from "@evmore/evm/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { traceParityCall } from "@evmore/evm/trace";
import { expect, test } from "vitest";

const to = parseAddress(`0x${"aa".repeat(20)}`);
const delegate = parseAddress(`0x${"bb".repeat(20)}`);

// The code of the account that the marker names was shown under all rules.
test.each([
	["Cancun", `0xef0100${"bb".repeat(20)}`],
	["Prague", "0x00"],
])("vmTrace shows the code of an account with a delegation's marker: %s", async (fork, code) => {
	const state = new MemoryState({ [to]: { code: `0xef0100${"bb".repeat(20)}` }, [delegate]: { code: "0x00" } });
	const place = { spec: resolveSpec(fork), state, block: emptyBlock, chainId: 1n };
	const { vmTrace } = (await traceParityCall(place, { to }, ["vmTrace"])) as unknown as { vmTrace: { code: string } };
	expect(vmTrace.code).toBe(code);
});
