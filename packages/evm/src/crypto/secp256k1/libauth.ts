import { decodeBase64 } from "../base64.js";
import type { Secp256k1Backend } from "./backend.js";

/** What the library's WebAssembly exports, as far as it is used; pointers are addresses in its memory. */
interface Exports {
	_malloc(size: number): number;
	_secp256k1_context_create(flags: number): number;
	_secp256k1_context_randomize(context: number, seed: number): number;
	_secp256k1_ecdsa_recoverable_signature_parse_compact(
		context: number,
		signature: number,
		compact: number,
		parity: number,
	): number;
	_secp256k1_ecdsa_recoverable_signature_serialize_compact(
		context: number,
		compact: number,
		parity: number,
		signature: number,
	): number;
	_secp256k1_ecdsa_recover(context: number, publicKey: number, signature: number, hash: number): number;
	_secp256k1_ecdsa_sign_recoverable(context: number, signature: number, hash: number, privateKey: number): number;
	_secp256k1_ec_pubkey_create(context: number, publicKey: number, privateKey: number): number;
	_secp256k1_ec_pubkey_serialize(
		context: number,
		output: number,
		outputSize: number,
		publicKey: number,
		flags: number,
	): number;
}

// secp256k1.h: SECP256K1_CONTEXT_VERIFY, SECP256K1_CONTEXT_SIGN, SECP256K1_EC_UNCOMPRESSED.
const verifyContext = 0x101;
const signContext = 0x201;
const uncompressed = 0x02;

/**
 * The backend of libsecp256k1 in WebAssembly, from `@bitauth/libauth`. Of the package only the file with the binary is
 * loaded: its own wrapper starts asynchronously, and brings 150 ms of other modules with it.
 */
export function createLibauthSecp256k1(library: { readonly secp256k1Base64Bytes: string }): Secp256k1Backend {
	const { exports, memory } = instantiate(decodeBase64(library.secp256k1Base64Bytes));
	const bytes = new Uint8Array(memory.buffer);
	const view = new DataView(memory.buffer);
	const context = exports._secp256k1_context_create(verifyContext);
	/** Made when something is signed for the first time. */
	let signingContext: number | undefined;
	const hashAt = exports._malloc(32);
	const compactAt = exports._malloc(64);
	const signatureAt = exports._malloc(65);
	const publicKeyAt = exports._malloc(64);
	const outputAt = exports._malloc(65);
	const numberAt = exports._malloc(4);
	const secretAt = exports._malloc(32);

	function createSigningContext(): number {
		const created = exports._secp256k1_context_create(signContext);
		// Blinds the multiplications with secrets against observers of power and time.
		withSecret(crypto.getRandomValues(new Uint8Array(32)), () => {
			exports._secp256k1_context_randomize(created, secretAt);
		});
		return created;
	}

	function withSecret<T>(secret: Uint8Array, use: () => T): T {
		bytes.set(secret, secretAt);
		try {
			return use();
		} finally {
			bytes.fill(0, secretAt, secretAt + 32);
		}
	}

	function serializePublicKey(): Uint8Array {
		view.setUint32(numberAt, 65, true);
		exports._secp256k1_ec_pubkey_serialize(context, outputAt, numberAt, publicKeyAt, uncompressed);
		return bytes.slice(outputAt + 1, outputAt + 65);
	}

	return {
		name: "libauth",
		recover(hash, signature, yParity) {
			bytes.set(hash, hashAt);
			bytes.set(signature, compactAt);
			const parsed = exports._secp256k1_ecdsa_recoverable_signature_parse_compact(
				context,
				signatureAt,
				compactAt,
				yParity,
			);
			if (parsed !== 1) return undefined;
			if (exports._secp256k1_ecdsa_recover(context, publicKeyAt, signatureAt, hashAt) !== 1) return undefined;
			return serializePublicKey();
		},
		sign(hash, privateKey) {
			signingContext ??= createSigningContext();
			const signer = signingContext;
			bytes.set(hash, hashAt);
			withSecret(privateKey, () => exports._secp256k1_ecdsa_sign_recoverable(signer, signatureAt, hashAt, secretAt));
			exports._secp256k1_ecdsa_recoverable_signature_serialize_compact(context, compactAt, numberAt, signatureAt);
			const output = new Uint8Array(65);
			output.set(bytes.subarray(compactAt, compactAt + 64));
			output[64] = bytes[numberAt]!;
			return output;
		},
		derivePublicKey(privateKey) {
			signingContext ??= createSigningContext();
			const signer = signingContext;
			withSecret(privateKey, () => exports._secp256k1_ec_pubkey_create(signer, publicKeyAt, secretAt));
			return serializePublicKey();
		},
	};
}

// The memory's plan that the binary was linked for by Emscripten (libauth, build/lib/bin/secp256k1/secp256k1-wasm.js):
// static data, the word that says where the heap ends, the stack, the heap.
const pageSizeBytes = 65_536;
const memorySizeBytes = 16_777_216;
const staticBase = 1024;
const heapEndAt = staticBase + 67_696 + 16;
const stackBase = alignUp(heapEndAt + 4);
const heapBase = alignUp(stackBase + 5_242_880);
const tableSize = 6;

function alignUp(address: number): number {
	return (address + 15) & -16;
}

function instantiate(binary: Uint8Array): { exports: Exports; memory: WebAssembly.Memory } {
	const pages = memorySizeBytes / pageSizeBytes;
	const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
	new DataView(memory.buffer).setUint32(heapEndAt, heapBase, true);
	const bytes = new Uint8Array(memory.buffer);
	const fail = (): never => {
		throw new Error("libsecp256k1 has aborted");
	};
	const env = {
		memory,
		memoryBase: staticBase,
		table: new WebAssembly.Table({ element: "anyfunc", initial: tableSize, maximum: tableSize }),
		tableBase: 0,
		DYNAMICTOP_PTR: heapEndAt,
		STACKTOP: stackBase,
		___setErrNo: (value: number): number => value,
		_abort: fail,
		abort: fail,
		abortOnCannotGrowMemory: fail,
		enlargeMemory: fail,
		getTotalMemory: (): number => memorySizeBytes,
		_emscripten_memcpy_big(target: number, source: number, size: number): number {
			bytes.copyWithin(target, source, source + size);
			return target;
		},
	};
	const module = new WebAssembly.Module(binary as BufferSource);
	const { exports } = new WebAssembly.Instance(module, { env });
	return { exports: exports as unknown as Exports, memory };
}
