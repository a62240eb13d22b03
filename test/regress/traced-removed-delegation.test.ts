import { MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { hexToBytes } from "@evmore/evm/bytes";
import { emptyCodeHash, privateKeyToAddress } from "@evmore/evm/crypto";
import { emptyBlock } from "@evmore/evm/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { traceCall } from "@evmore/evm/trace";
import { signAuthorization } from "@evmore/evm/tx";
import { expect, test } from "vitest";

const to = "0x00000000000000000000000000000000000000aa";
const key = new Uint8Array(32).fill(2);

// The account was shown without code, and with the hash of one that does not exist.
test("prestateTracer shows the code of an account whose delegation is removed as empty", async () => {
	const authority = privateKeyToAddress(key);
	const code = hexToBytes(`0xef0100${"dd".repeat(20)}`);
	const state = new MemoryState({ [to]: { code: assemble("STOP") }, [authority]: { nonce: 1n, code } });
	const place = { spec: resolveSpec("Osaka"), state, block: { ...emptyBlock, gasLimit: 30_000_000n }, chainId: 1n };
	const authorization = signAuthorization({ chainId: 1n, address: `0x${"00".repeat(20)}`, nonce: 1n }, key);
	const config = { tracer: "prestateTracer", tracerConfig: { diffMode: true } };
	const call = { to, gas: 200_000n, authorizationList: [authorization] } as const;
	const { post } = (await traceCall(place, call, { config })) as { post: Record<string, unknown> };
	expect(post[authority]).toEqual({ code: "0x", codeHash: emptyCodeHash, nonce: 2 });
	const withoutCode = { tracer: "prestateTracer", tracerConfig: { diffMode: true, disableCode: true } };
	const second = (await traceCall(place, call, { config: withoutCode })) as { post: Record<string, unknown> };
	expect(second.post[authority]).toEqual({ codeHash: emptyCodeHash, nonce: 2 });
});
