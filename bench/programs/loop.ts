import { bytesToHex } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";

/** Bytecode of assembly text, as hex. */
export function assembleHex(source: string): string {
	return bytesToHex(assemble(source));
}

/** `body` so many times; the counter, which falls from `count` to 1, is on top of the stack before and after it. */
export function loopCode(count: number, body: string, before = "", after = "STOP"): string {
	return assembleHex(`
		${before}
		PUSH4 ${count}
	again:
		${body}
		PUSH1 1 SWAP1 SUB
		DUP1 JUMPI @again
		POP
		${after}
	`);
}

/** A word of text so many times. */
export function repeat(text: string, count: number): string {
	return Array.from({ length: count }, () => text).join("\n");
}
