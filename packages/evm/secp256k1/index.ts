// What the module exports: see src/crypto/secp256k1/recovery-module.ts.
export { input, output, prepare, recover } from "./recover";
