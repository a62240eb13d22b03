// Entry of the module that the tests beside this file compile: the arithmetic below points, at addresses that they choose.
export { add, multiply, negate, renew, square, subtract } from "./field";
export { fromWord, isZero, prime, squareRoot, toWord } from "./field-word";
export { invert } from "./inverse";
export { multiplyScalars, negateScalar, order, splitScalar, writeDigits } from "./scalar";

/** Space for the operands of a test. */
export const operands: usize = memory.data(2048, 16);
