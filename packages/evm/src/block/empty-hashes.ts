import type { Hash } from "../bytes/address.js";

/** keccak256 of the RLP of an empty list: the ommers hash of a block without ommers. */
export const emptyOmmersHash: Hash = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";

/** sha256 of nothing: the requests hash of a block without requests (EIP-7685). */
export const emptyRequestsHash: Hash = "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
