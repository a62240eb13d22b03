export { type AssembleOptions, assemble } from "./assembler.js";
export { AssemblyError, type AssemblyErrorPlace } from "./assembly-error.js";
export { type DisassembledLine, type DisassembleOptions, disassemble } from "./disassembler.js";
export { type FormatDisassemblyOptions, formatDisassembly } from "./format-disassembly.js";
