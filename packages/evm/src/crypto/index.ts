export { checksumAddress } from "./checksum-address.js";
export { emptyCodeHash, emptyRootHash, keccak256 } from "./keccak256.js";
export { Library, LibraryNotLoadedError, type LibraryOptions } from "./library.js";
export { ripemd160 } from "./ripemd160.js";
export {
	InvalidKeyError,
	privateKeyToAddress,
	privateKeyToPublicKey,
	recoverAddress,
	recoverPublicKey,
	recoveryLibrary,
	type Signature,
	secp256k1Library,
	secp256k1Order,
	signHash,
} from "./secp256k1.js";
export { sha256 } from "./sha256.js";
