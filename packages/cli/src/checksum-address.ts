export { checksumAddress } from "@evmore/evm/crypto";
