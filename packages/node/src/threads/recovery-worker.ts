// A thread that recovers signers: hashes with their signatures come in, addresses go out, in the same order.
import { parentPort } from "node:worker_threads";
import { recoverAddress, recoveryLibrary } from "@evmore/evm/crypto";
import type { SignedHash } from "@evmore/evm/tx";

await recoveryLibrary.load();
parentPort?.on("message", ({ hash, r, s, yParity }: SignedHash) => {
	parentPort?.postMessage(recoverAddress(hash, r, s, yParity));
});
// It can be given work.
parentPort?.postMessage(undefined);
