import { createHash } from "node:crypto";
import { bytesToHex, type Hex, hexToBytes, serializeTransaction, toBlobs } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import {
	decodeSentTransaction,
	encodeSentTransaction,
	versionedHash,
} from "../../packages/node/src/pool/blob-sidecar.js";
import { type BlobProver, loadKzg } from "../../packages/node/src/pool/kzg.js";
import { accountOf, type Clients, startClients } from "./clients.js";

let kzg: BlobProver;
const blob = hexToBytes(toBlobs({ data: "0x1234" })[0]!);
let cellProofs: readonly Uint8Array[];

beforeAll(async () => {
	kzg = await loadKzg();
	cellProofs = kzg.proveCells(blob);
});

/** A signed blob transaction with cell proofs. */
async function signBlobs(change: (proofs: Uint8Array[]) => Uint8Array[] = (proofs) => proofs): Promise<Hex> {
	const commitment = kzg.commit(blob);
	const signed = await accountOf(0).signTransaction(
		{
			type: "eip4844",
			chainId: 31_337,
			nonce: 0,
			gas: 21_000n,
			to: accountOf(1).address,
			maxFeePerGas: 10n ** 10n,
			maxPriorityFeePerGas: 1n,
			maxFeePerBlobGas: 10n,
			blobVersionedHashes: [versionedHash(commitment)],
		},
		{ serializer: serializeTransaction },
	);
	const sidecar = { version: 1, blobs: [blob], commitments: [commitment], proofs: change([...cellProofs]) } as const;
	return bytesToHex(encodeSentTransaction(hexToBytes(signed), sidecar));
}

/** Lets the node make everything that a blob needs. */
async function sendUnproven(request: Clients["request"], from: Hex): Promise<Hex> {
	const fees = { maxFeePerBlobGas: "0xa", gas: "0x5208" };
	return (await request("eth_sendTransaction", { from, to: from, blobs: [bytesToHex(blob)], ...fees })) as Hex;
}

describe("proofs", () => {
	const sha256 = (parts: readonly Uint8Array[]): string =>
		createHash("sha256").update(Buffer.concat(parts)).digest("hex");
	const full = Uint8Array.from({ length: 131_072 }, (_, i) => (i % 32 === 0 ? 0 : i * i + (i >> 5)));

	test("are those of c-kzg 2.1", () => {
		expect(bytesToHex(kzg.commit(blob))).toBe(
			"0xae5f688fc774ce26be308660c003c9c528a85410ce7f3138e37f424b7a31f61afaff45d74996ac5a5d83d061857b8006",
		);
		expect(sha256(cellProofs)).toBe("a03038945fb080e114800743012cf3b1bd64ec36a6f9eeb0280261f4f7a09f56");
		expect(bytesToHex(kzg.commit(full))).toBe(
			"0xa5d79073f7a5151f78073b1cb29c654c17fc2cc5f45596edbc18977d3719dcc7850d87be6e6c04bba58c87778ac6ff24",
		);
		const proof = kzg.proveBlob(full, kzg.commit(full));
		expect(bytesToHex(proof)).toBe(
			"0x8eb2dc56b492bf59ed6c08ff31568097e94fd41e003dcc44518d3d526edfbca1c18be2c9b34be3322e9491cd38b4f622",
		);
	});

	test("hold for their blob and commitment only", () => {
		const commitment = kzg.commit(full);
		const proof = kzg.proveBlob(full, commitment);
		expect(kzg.verifyBlob(full, commitment, proof)).toBe(true);
		expect(kzg.verifyBlob(blob, commitment, proof)).toBe(false);
		expect(kzg.verifyBlob(full, kzg.commit(blob), proof)).toBe(false);
		expect(kzg.verifyBlob(full, commitment, kzg.proveBlob(blob, kzg.commit(blob)))).toBe(false);
		const commitmentOfBlob = kzg.commit(blob);
		expect(kzg.verifyCells(blob, commitmentOfBlob, cellProofs)).toBe(true);
		expect(kzg.verifyCells(full, commitmentOfBlob, cellProofs)).toBe(false);
		expect(kzg.verifyCells(blob, commitment, cellProofs)).toBe(false);
		expect(kzg.verifyCells(blob, commitmentOfBlob, [...cellProofs.slice(0, -1), cellProofs[0]!])).toBe(false);
	});

	test("of what is malformed do not hold", () => {
		const commitment = kzg.commit(blob);
		const proof = kzg.proveBlob(blob, commitment);
		// An element that is not below the order of the field, although it means a small number modulo the order.
		const large = blob.slice();
		large.set(hexToBytes("0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"), 4000 * 32);
		const noPoint = new Uint8Array(48).fill(0xff);
		// On the curve, but not in the subgroup: x = 4.
		const otherGroup = hexToBytes(`0x80${"00".repeat(46)}04`);
		for (const [content, of, by] of [
			[large, commitment, proof],
			[blob, noPoint, proof],
			[blob, commitment, noPoint],
			[blob, otherGroup, proof],
			[blob, commitment, otherGroup],
		] as const) {
			expect(kzg.verifyBlob(content, of, by)).toBe(false);
			expect(kzg.verifyCells(content, of, by === proof ? cellProofs : [by, ...cellProofs.slice(1)])).toBe(false);
		}
	});
});

describe("blobs", () => {
	test("with cell proofs are verified, mined and kept", async () => {
		const { reader, request } = await startClients();
		const raw = await signBlobs();
		const hash = (await request("eth_sendRawTransaction", raw)) as Hex;
		const receipt = await reader.getTransactionReceipt({ hash });
		expect(receipt).toMatchObject({ status: "success", type: "eip4844", blobGasUsed: 131_072n, blobGasPrice: 1n });
		expect(await request("eth_getBlockByNumber", "latest", false)).toMatchObject({ blobGasUsed: "0x20000" });
		const { transaction } = decodeSentTransaction(hexToBytes(raw));
		const [blobHash] = transaction.type === 3 ? transaction.blobVersionedHashes : [];
		expect(await request("anvil_getBlobByHash", blobHash)).toBe(bytesToHex(blob));
		expect(await request("anvil_getBlobsByTransactionHash", hash)).toEqual([bytesToHex(blob)]);
	});

	test("with a wrong proof, or none, are refused", async () => {
		const { request } = await startClients();
		const swapped = await signBlobs(([first, second, ...rest]) => [second!, first!, ...rest]);
		await expect(request("eth_sendRawTransaction", swapped)).rejects.toThrow(/proof of blob 0 does not hold/);
		const few = await signBlobs((proofs) => proofs.slice(1));
		await expect(request("eth_sendRawTransaction", few)).rejects.toThrow(/127 proofs instead of 128/);
		const { transaction } = decodeSentTransaction(hexToBytes(await signBlobs()));
		expect(transaction.type).toBe(3);
	});

	test("without anything else are given what they lack", async () => {
		const { reader, request, node } = await startClients();
		const hash = await sendUnproven(request, node.accounts[0]!.address);
		expect(await reader.getTransactionReceipt({ hash })).toMatchObject({ type: "eip4844", status: "success" });
	});

	test("before cell proofs came, each had one", async () => {
		const { reader, request, node } = await startClients({ hardfork: "Cancun" });
		const commitment = kzg.commit(blob);
		// A blob whose polynomial is constant has the point at infinity for a proof.
		const flat = new Uint8Array(131_072);
		const infinity = new Uint8Array(48);
		infinity[0] = 0xc0;
		const flatCommitment = kzg.commit(flat);
		const send = async (content: Uint8Array, of: Uint8Array): Promise<unknown> => {
			const signed = await accountOf(0).signTransaction({
				type: "eip4844",
				chainId: 31_337,
				nonce: 0,
				gas: 21_000n,
				to: accountOf(1).address,
				maxFeePerGas: 10n ** 10n,
				maxPriorityFeePerGas: 1n,
				maxFeePerBlobGas: 10n,
				blobVersionedHashes: [versionedHash(of)],
			});
			const sidecar = { version: 0, blobs: [content], commitments: [of], proofs: [infinity] } as const;
			return request("eth_sendRawTransaction", bytesToHex(encodeSentTransaction(hexToBytes(signed), sidecar)));
		};
		await expect(send(blob, commitment)).rejects.toThrow(/proof of blob 0 does not hold/);
		await expect(send(flat, commitment)).rejects.toThrow(/proof of blob 0 does not hold/);
		const hash = (await send(flat, flatCommitment)) as Hex;
		expect((await reader.getTransactionReceipt({ hash })).status).toBe("success");
		// It is made where it is lacking.
		const own = await sendUnproven(request, node.accounts[1]!.address);
		expect(await reader.getTransactionReceipt({ hash: own })).toMatchObject({ type: "eip4844", status: "success" });
	});
});
