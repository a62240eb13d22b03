import { Setups } from "ox/trusted-setups";
import { create } from "ox/wasm/Kzg";
import { bytesToHex, type Hex, hexToBytes, serializeTransaction, toBlobs } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import {
	decodeSentTransaction,
	encodeSentTransaction,
	versionedHash,
} from "../../packages/node/src/pool/blob-sidecar.js";
import { accountOf, startClients } from "./clients.js";

let kzg: Awaited<ReturnType<typeof create>>;
const blob = hexToBytes(toBlobs({ data: "0x1234" })[0]!);
let cellProofs: readonly Uint8Array[];

beforeAll(async () => {
	kzg = await create({ trustedSetup: Setups.mainnet });
	cellProofs = kzg.computeCellsAndKzgProofs(blob).proofs;
});

/** A signed blob transaction with cell proofs. */
async function signBlobs(change: (proofs: Uint8Array[]) => Uint8Array[] = (proofs) => proofs): Promise<Hex> {
	const commitment = kzg.blobToKzgCommitment(blob);
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
		const hash = (await request("eth_sendTransaction", {
			from: node.accounts[0]!.address,
			to: node.accounts[1]!.address,
			blobs: [bytesToHex(blob)],
			maxFeePerBlobGas: "0xa",
			gas: "0x5208",
		})) as Hex;
		expect(await reader.getTransactionReceipt({ hash })).toMatchObject({ type: "eip4844", status: "success" });
	});

	test("before cell proofs came, each had one", async () => {
		const { reader, request } = await startClients({ hardfork: "Cancun" });
		const commitment = kzg.blobToKzgCommitment(blob);
		// A blob whose polynomial is constant has the point at infinity for a proof.
		const flat = new Uint8Array(131_072);
		const infinity = new Uint8Array(48);
		infinity[0] = 0xc0;
		const flatCommitment = kzg.blobToKzgCommitment(flat);
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
	});
});
