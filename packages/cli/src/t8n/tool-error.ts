import { InputError } from "../errors.js";

/** Exit codes of go-ethereum's transition tools. */
export const toolExit = {
	evm: 2,
	config: 3,
	missingBlockHash: 4,
	json: 10,
	io: 11,
	rlp: 12,
} as const;

/** What a transition tool refuses; shown on one line, as go-ethereum writes it: `ERROR(10): …`. */
export class ToolError extends InputError {
	override readonly name: string = "ToolError";
	override readonly exitCode: number;

	constructor(kind: keyof typeof toolExit, message: string) {
		super(`ERROR(${toolExit[kind]}): ${message}`);
		this.exitCode = toolExit[kind];
	}
}

/** The short message of an error of the library, or the message of any other. */
export function shortMessageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return "shortMessage" in error && typeof error.shortMessage === "string" ? error.shortMessage : error.message;
}
