export { Exit, FrameKind, Halt } from "./abi.js";
export { splitBlocks } from "./compiler/analysis/split-blocks.js";
export { type CompileBudget, type CompiledCode, compileCode, defaultBudget } from "./compiler/compile-code.js";
export { type CompileLimits, type EngineTier, limitsOf } from "./compiler/policy/compile-limits.js";
export { type BlockReport, type CompileReport, reportCompilation } from "./compiler/report/compile-report.js";
export { Kernel, type KernelHost } from "./kernel.js";
export type { KernelLayout } from "./kernel-layout.js";
