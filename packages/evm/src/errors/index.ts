export { BaseError, type BaseErrorOptions } from "./base-error.js";
export { InvalidParameterError } from "./invalid-parameter-error.js";
