// Traces a call as geth's debug_traceCall does: the calls it makes, the state it changes, and every step as a stream.
import { MemoryState } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { emptyBlock } from "@evmore/evm/evm";
import { resolveSpec } from "@evmore/evm/spec";
import { streamCallTrace, traceCall } from "@evmore/evm/trace";

const from = "0x00000000000000000000000000000000000000ca";
const counter = "0x00000000000000000000000000000000000000c0";
const caller = "0x00000000000000000000000000000000000000ce";

const state = new MemoryState({
	[from]: { balance: 10n ** 18n },
	[counter]: { code: assemble("PUSH0 SLOAD PUSH 1 ADD PUSH0 SSTORE"), storage: [[0n, 41n]] },
	[caller]: { code: assemble(`PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 PUSH20 ${counter} GAS CALL`), nonce: 1n },
});
const block = { ...emptyBlock, gasLimit: 30_000_000n };
const place = { spec: resolveSpec("Osaka"), state, block, chainId: 1n };
const call = { from, to: caller };

// What comes as the last parameter of debug_traceCall is the configuration.
const calls = await traceCall(place, call, { config: { tracer: "callTracer" } });
console.log(calls.type, "to", calls.to, "makes a", calls.calls[0].type, "to", calls.calls[0].to);

const config = { tracer: "prestateTracer", tracerConfig: { diffMode: true } };
const { pre, post } = await traceCall(place, call, { config });
console.log(
	"slot 0:",
	BigInt(Object.values(pre[counter].storage)[0]),
	"→",
	BigInt(Object.values(post[counter].storage)[0]),
);

// Pieces of JSON text; the engine pauses while a piece is being used. A trace that becomes too long ends with a TraceLimitError.
let text = "";
for await (const piece of streamCallTrace(place, call, { limits: { steps: 1000, bytes: 1_000_000 } })) text += piece;
const { structLogs } = JSON.parse(text);
console.log(
	structLogs
		.map(({ op, gasCost }) => `${op} ${gasCost}`)
		.slice(-5)
		.join(", "),
);
