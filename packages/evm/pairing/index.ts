// What the module exports: see src/precompiles/bls12-381/pairing-module.ts.
export { foldTable, inverseExponent } from "./fp";
export { frobeniusFactors } from "./fp12";
export { beta, clearPoint, findRoot, rootExponent } from "./g1";
export { fixedPoints, points, prepareLines } from "./lines";
export { bases, leaveGroup, prepareBase, scalars, scratch, sumProducts } from "./multiples";
export { pair, pairingResult } from "./pairing";
