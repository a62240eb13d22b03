import type { JsonStream } from "../rpc/json-stream.js";

/**
 * An answer in pieces, JSON text. It ends with an error when there is no more to come although something is missing: the reader
 * has to be told by the end of the connection, for half of the answer is sent. To be iterated in any case, if only to end it: what makes
 * it goes on when a piece was taken, and ends when the iteration does.
 */
export type AnswerStream = AsyncGenerator<string, void>;

/**
 * The answer with this result: one text when the result has no more than one piece, so that what goes wrong before it is long can be
 * answered as an error.
 *
 * @param id - of the request, JSON
 * @throws what the result's first two pieces throw
 */
export async function answerWith(id: string, result: JsonStream): Promise<string | AnswerStream> {
	const pieces = result.pieces();
	const start = `{"jsonrpc":"2.0","id":${id},"result":`;
	const first = await pieces.next();
	const second = first.done ? first : await pieces.next();
	if (second.done) return `${start}${first.value ?? "null"}}`;
	return (async function* (): AnswerStream {
		try {
			yield start + first.value;
			yield second.value;
			yield* pieces;
			yield "}";
		} finally {
			// The reader may leave before it has come to the rest.
			await pieces.return();
		}
	})();
}

/**
 * The whole answer, for a batch.
 *
 * @returns undefined: it is longer than that
 */
export async function collectAnswer(answer: AnswerStream, maxLength: number): Promise<string | undefined> {
	let text = "";
	for await (const piece of answer) {
		text += piece;
		if (text.length > maxLength) return undefined;
	}
	return text;
}
