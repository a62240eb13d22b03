// Runs in the browser, loaded as a module or bundled: uses the library, and reports what came out.
import { AsynchronousStateError, bytesToHex, createEvm, MemoryState, signTransaction } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { privateKeyToAddress, secp256k1Library } from "@evmore/evm/crypto";

const contract = "0x00000000000000000000000000000000000000c0";

async function run() {
	const evm = createEvm({ fork: "Osaka" });
	const plain = evm.call({ to: contract, code: "0x602a5f5260205ff3" });

	// 2000 SSTOREs and hashes, 200 nested calls.
	const loop = assemble(`
		PUSH 2000
	loop:
		DUP1 PUSH0 MSTORE PUSH 32 PUSH0 KECCAK256 DUP2 SSTORE
		PUSH 1 SWAP1 SUB DUP1 PUSH @loop JUMPI
		MSIZE PUSH0 MSTORE PUSH 32 PUSH0 RETURN`);
	const long = evm.call({ to: contract, code: loop });
	const state = new MemoryState({
		[contract]: { code: assemble("PUSH0 PUSH0 PUSH0 PUSH0 PUSH0 ADDRESS GAS CALL PUSH 1 ADD PUSH0 SSTORE") },
	});
	const nested = createEvm({ state }).call({ to: contract, gas: 30_000_000n });

	// Recovering a signer needs nothing that has to be loaded.
	const recovered = evm.call({
		to: "0x0000000000000000000000000000000000000001",
		data: "0x456e9aea5e197a1f1af7a3e85a3212fa4049a3ba34c2289b4c860fc0b0c64ef3000000000000000000000000000000000000000000000000000000000000001c9242685bf161793cc25603c231bc2f568eb630ea16aa137d2664ac80388256084f8ae3bd7535248d0bd448298cc2e2071e56992d0774dc340c368ae950852ada",
	});

	// Twice the generator of alt_bn128 needs a library, which a browser can only load asynchronously.
	const point = [1, 2, 2].map((number) => number.toString(16).padStart(64, "0")).join("");
	const double = { to: "0x0000000000000000000000000000000000000007", data: `0x${point}` };
	let refusal = "none";
	try {
		evm.call(double);
	} catch (error) {
		refusal = error instanceof AsynchronousStateError ? "AsynchronousStateError" : String(error);
	}
	const doubled = await evm.callAsync(double);
	const again = evm.call(double);

	// And so do keys.
	await secp256k1Library.load();
	const key = new Uint8Array(32).fill(1);
	const funded = new MemoryState({ [privateKeyToAddress(key)]: { balance: 10n ** 18n } });
	const transaction = signTransaction(
		{
			type: 0,
			chainId: 1n,
			nonce: 0n,
			gasLimit: 21_000n,
			gasPrice: 10n,
			to: contract,
			value: 5n,
			data: new Uint8Array(),
			signature: undefined,
		},
		key,
	);
	const sent = createEvm({ state: funded }).transact(transaction);
	return {
		plain: bytesToHex(plain.output),
		plainGas: String(plain.gasUsed),
		long: `${long.status} ${long.gasUsed}`,
		nested: `${nested.status} ${nested.gasUsed}`,
		refusal,
		recovered: bytesToHex(recovered.output),
		doubled: bytesToHex(doubled.output),
		again: bytesToHex(again.output),
		sent: sent.status,
		root: funded.stateRoot(),
	};
}

export const result = await run().catch((error) => ({ error: String(error?.stack ?? error) }));
if (typeof document !== "undefined") {
	const text = JSON.stringify(result, undefined, 2);
	document.body.append(Object.assign(document.createElement("pre"), { textContent: text }));
	await fetch("/report", { method: "POST", body: text });
}
