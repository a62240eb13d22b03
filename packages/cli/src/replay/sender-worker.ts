// A thread that recovers who signed the transactions of blocks: RLP comes in, senders go out.
import { parentPort } from "node:worker_threads";
import { recoverBlock } from "./recover-block.js";

// A port hands over one message at a time, in order.
parentPort?.on("message", (blocks: readonly Uint8Array[]) => {
	parentPort?.postMessage(blocks.map(recoverBlock));
});
