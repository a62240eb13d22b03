export { loadPrecompileLibraries } from "./load-libraries.js";
export type { Precompile } from "./precompile.js";
export { UnknownPricingError } from "./pricing.js";
export { getPrecompile } from "./registry.js";
