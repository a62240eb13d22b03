export { type Activation, type BlockPosition, type Chain, forkAt } from "./chain.js";
export { type ConfiguredChain, InvalidChainConfigError, parseChainConfig } from "./chain-config.js";
export * from "./chains/dao-fork.js";
export { chains, holesky, hoodi, mainnet, sepolia } from "./chains/index.js";
export {
	defineEip,
	type Eip,
	type ParameterName,
	type PrecompileEntry,
	type PrecompileName,
	type RuleChanges,
	type RuleName,
} from "./eip.js";
export { eips } from "./eips/index.js";
export { findFork, forkAliases, getFork } from "./find-fork.js";
export { extendFork, type Fork } from "./fork.js";
export { defaultForkName, type ForkName, forkNames } from "./fork-name.js";
export { forks } from "./forks/index.js";
export * from "./limits.js";
export { nearestName } from "./nearest-name.js";
export { findOpcode, findOpcodeByName, type Opcode, type OpcodeGroup, type OpcodeName, opcodes } from "./opcodes.js";
export { Parameter, parameterCount } from "./parameters.js";
export { Rule, ruleCount } from "./rules.js";
export { isForkName, resolveSpec, type Spec } from "./spec.js";
export {
	type StorageCost,
	type StorageGeneration,
	type StoragePrices,
	sstoreCost,
	storagePrices,
} from "./storage-gas.js";
export { type SystemContract, systemContracts } from "./system-contract-code.js";
export * from "./system-contracts.js";
export { parseTransition, singleForkChain, type Transition, transitionChain } from "./transition.js";
export { UnknownEipError } from "./unknown-eip-error.js";
export { UnknownForkError } from "./unknown-fork-error.js";
