export { decodeRlp, encodeRlp, maxRlpDepth, RlpError, type RlpItem } from "./rlp.js";
export { RlpWriter } from "./rlp-writer.js";
