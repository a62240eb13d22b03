import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { hexToBytes } from "@evmore/evm";
import { keccak256, privateKeyToAddress, signHash } from "@evmore/evm/crypto";
import type { SignedHash } from "@evmore/evm/tx";
import { describe, expect, test } from "vitest";
import type { RecoveryThread } from "./recovery-thread.js";
import { SignerRecovery } from "./signer-recovery.js";

const keys = Array.from({ length: 40 }, (_, i) => keccak256(Uint8Array.of(i)));
const addresses = keys.map((key) => privateKeyToAddress(key));

function sign(i: number): SignedHash {
	const hash = keccak256(Uint8Array.of(i, 1));
	return { hash, ...signHash(hash, keys[i]!) };
}

/** No point has this x. */
const unsigned: SignedHash = { hash: hexToBytes(`0x${"11".repeat(32)}`), r: 5n, s: 1n, yParity: 0 };

/** Built, a thread finds its file; as they stand the sources have none. */
const built = new URL("../../dist/node/", import.meta.url);

async function load(name: string): Promise<Record<string, unknown>> {
	return import(/* @vite-ignore */ pathToFileURL(new URL(name, built).pathname).href);
}

describe.each(["in this thread, for the other does not start", "with a thread"])("signers, %s", (name) => {
	const isBuilt = name.startsWith("with");
	const create = async (): Promise<SignerRecovery> => {
		const Recovery = isBuilt ? (await load("signer-recovery.js")).SignerRecovery : SignerRecovery;
		return new (Recovery as typeof SignerRecovery)();
	};

	test("of one are there at once", async () => {
		const recovery = await create();
		expect(await recovery.begin(sign(3), false).take()).toBe(addresses[3]);
		expect(await recovery.begin(unsigned, false).take()).toBeUndefined();
		recovery.end();
	});

	test("of many are the right ones, in whatever order they are taken", async () => {
		const recovery = await create();
		for (let round = 0; round < 10; round++) {
			const begun = keys.map((_, i) => recovery.begin(sign(i), i > 0));
			const last = recovery.begin(unsigned, true);
			const order = keys.map((_, i) => (round % 2 === 0 ? i : keys.length - 1 - i));
			for (const i of order) expect(await begun[i]!.take()).toBe(addresses[i]);
			expect(await last.take()).toBeUndefined();
			expect(await Promise.all(begun.map((one) => one.take()))).toEqual(addresses);
		}
		recovery.end();
	});

	test("are there also when it ends in between", async () => {
		const recovery = await create();
		const begun = keys.map((_, i) => recovery.begin(sign(i), true));
		expect(await begun[0]!.take()).toBe(addresses[0]);
		recovery.end();
		for (const [i, one] of begun.entries()) expect(await one.take()).toBe(addresses[i]);
	});
});

test.skipIf(availableParallelism() < 2)("a thread recovers, and says when it can take more", async () => {
	const { RecoveryThread: Thread } = (await load("recovery-thread.js")) as { RecoveryThread: typeof RecoveryThread };
	const answers: unknown[] = [];
	await new Promise<void>((resolve, reject) => {
		let next = 0;
		const thread = Thread.start(
			() => {
				while (thread?.canTakeMore && next < keys.length) {
					thread.recover(sign(next++), (signer) => {
						if (answers.push(signer) === keys.length) resolve();
					});
				}
			},
			() => reject(new Error("the thread broke")),
		);
	});
	expect(answers).toEqual(addresses);
});
