import { JsonStream } from "./json-stream.js";

/** Characters of JSON that are worth a piece of their own. */
const pieceSize = 1 << 16;

/** All that an asynchronous iterable gives. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const value of values) all.push(value);
	return all;
}

/** A list as a result: entries are made when the one before was taken. */
export function streamList(entries: () => AsyncIterable<unknown>): JsonStream {
	return new JsonStream(
		() => collect(entries()),
		() => listPieces(entries()),
	);
}

async function* listPieces(entries: AsyncIterable<unknown>): AsyncGenerator<string, void> {
	let text = "[";
	let isFirst = true;
	for await (const entry of entries) {
		text += `${isFirst ? "" : ","}${JSON.stringify(entry)}`;
		isFirst = false;
		if (text.length < pieceSize) continue;
		yield text;
		text = "";
	}
	yield `${text}]`;
}
