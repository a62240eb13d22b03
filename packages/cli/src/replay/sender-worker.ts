// A thread that recovers who signed the transactions of blocks: RLP comes in, senders go out.
import { parentPort } from "node:worker_threads";
import { secp256k1Library } from "@evmore/evm/crypto";
import { recoverBlock } from "./recover-block.js";

const ready = secp256k1Library.load();

// A port hands over one message at a time, in order.
parentPort?.on("message", (blocks: readonly Uint8Array[]) => {
	void ready.then(() => parentPort?.postMessage(blocks.map(recoverBlock)));
});
