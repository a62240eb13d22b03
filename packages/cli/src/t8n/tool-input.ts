import { readFileSync } from "node:fs";
import { JsonFields } from "@evmore/evm/block";
import { describeFileError, InputError } from "../errors.js";
import { parseJson } from "../input/json-input.js";
import { readText } from "../input/text-input.js";
import { shortMessageOf, ToolError, type toolExit } from "./tool-error.js";

/** Stands for standard input where a file is named. */
export const stdinSelector = "stdin";

/** The members of an object, with numbers as go-ethereum reads them. @param path - what errors call the object */
export function readToolFields(value: unknown, path: string): JsonFields {
	return JsonFields.of(value, path, { allowsBareHex: false });
}

/** What a transition tool reads: each part from a file, or as a member of the one object on standard input. */
export class ToolInput {
	#stdin: Promise<JsonFields> | undefined;

	/** The object on standard input. */
	stdin(): Promise<JsonFields> {
		this.#stdin ??= readText("-").then((text) =>
			readPart(`failed unmarshalling stdin`, () => readToolFields(parseJson(text, "standard input"), "stdin")),
		);
		return this.#stdin;
	}

	/**
	 * One part, by its name on standard input.
	 *
	 * @param source - a file, or `stdin`
	 * @param read - the part, from parsed JSON; what it throws is told as an error of this part
	 */
	async read<T>(source: string, name: string, read: (fields: JsonFields, member: string) => T): Promise<T> {
		if (source === stdinSelector) {
			const fields = await this.stdin();
			return readPart(`failed unmarshalling stdin`, () => read(fields, name));
		}
		const json = readJsonFile(source, name);
		// Wrapped, so that members and files are read in the same way, and errors begin with the name.
		return readPart(`failed unmarshalling ${name} file`, () => read(readToolFields({ [name]: json }, ""), name));
	}
}

/** The parsed JSON of a file. */
export function readJsonFile(path: string, name: string): unknown {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw new ToolError("io", `failed reading ${name} file: ${describeFileError(error, path)}`);
	}
	return readPart(`failed unmarshalling ${name} file`, () => parseJson(text, path));
}

/** Turns the errors of reading JSON into those of the tool. */
export function readPart<T>(failure: string, read: () => T, kind: keyof typeof toolExit = "json"): T {
	try {
		return read();
	} catch (error) {
		if (error instanceof ToolError) throw error;
		if (!(error instanceof InputError) && !(error instanceof Error && "shortMessage" in error)) throw error;
		throw new ToolError(kind, `${failure}: ${shortMessageOf(error)}`);
	}
}
