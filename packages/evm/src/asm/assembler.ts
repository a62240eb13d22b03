import { BaseError } from "../errors/base-error.js";
import type { Spec } from "../spec/spec.js";
import { emitCode } from "./emit-code.js";
import { layOutCode } from "./layout.js";
import { parseAssembly } from "./parser.js";
import { SourceText } from "./source-text.js";
import { Symbols } from "./symbols.js";

export interface AssembleOptions {
	/** What error messages call the source. Default: `input`. */
	readonly file?: string;
	/** Refuse instructions that these rules do not define. Default: every known instruction is accepted. */
	readonly spec?: Spec;
	/**
	 * Bytes of every bare `PUSH` (and `JUMP @label`) whose value depends on a label, 1 to 32. Default: each the smallest
	 * that fits. 4 gives the bytes of go-ethereum's former assembler.
	 */
	readonly labelWidth?: number;
	/** Let a bare `PUSH 0` become PUSH0 (EIP-3855) where the rules have it, instead of PUSH1 0x00. Default: false. */
	readonly push0?: boolean;
}

/**
 * Assembles source text into bytecode. The language is described in `docs/assembly.md`: mnemonics with operands, labels,
 * constants, expressions, raw data; it covers go-ethereum's easm and the mnemonics of evm.codes.
 *
 * Deterministic: the same source and options give the same bytes.
 *
 * @throws AssemblyError for any source that it cannot assemble, with the place and often a hint.
 */
export function assemble(source: string, options: AssembleOptions = {}): Uint8Array {
	const { labelWidth } = options;
	if (labelWidth !== undefined && !(Number.isInteger(labelWidth) && labelWidth >= 1 && labelWidth <= 32)) {
		throw new BaseError(`labelWidth is ${labelWidth}, it has to be an integer from 1 to 32`);
	}
	const text = new SourceText(source, options.file ?? "input");
	const statements = parseAssembly(text, options.spec);
	const symbols = new Symbols(text, statements);
	const layout = layOutCode(text, statements, symbols, options);
	symbols.checkConstants();
	return emitCode(text, layout, symbols);
}
