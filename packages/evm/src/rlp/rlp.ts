/** An RLP item: bytes, or a list of items (Yellow Paper, appendix B). */
export type RlpItem = Uint8Array | readonly RlpItem[];

export { decodeRlp, maxRlpDepth } from "./decode-rlp.js";
export { encodeRlp } from "./encode-rlp.js";
export { RlpError } from "./rlp-error.js";
