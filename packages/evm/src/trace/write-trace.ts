import { runAsync, type Task } from "../evm/task.js";
import type { JsonValue } from "./json-value.js";
import type { TraceLimits } from "./trace-limits.js";
import { TraceWriter } from "./trace-writer.js";

/** Something that writes the text of a trace. */
export type WriteTrace = (writer: TraceWriter) => Task<void>;

/** The trace as a value: for one that is not too large to be held in memory. */
export async function collectTrace(write: WriteTrace, limits: TraceLimits | undefined): Promise<JsonValue> {
	let text = "";
	const sink = {
		write(piece: string): void {
			text += piece;
		},
	};
	const writer = new TraceWriter(sink, limits?.bytes);
	writer.takesValue = true;
	await runAsync(write(writer));
	if (writer.value !== undefined) return writer.value;
	await writer.finish();
	return JSON.parse(text) as JsonValue;
}

/**
 * The trace as JSON text, piece by piece. The engine waits between two instructions while a piece is not taken. Who stops reading stops the
 * execution.
 */
export async function* streamTrace(write: WriteTrace, limits: TraceLimits | undefined): AsyncGenerator<string, void> {
	const pieces: string[] = [];
	let wake: () => void = () => undefined;
	let taken: () => void = () => undefined;
	let stopped = false;
	const sink = {
		write(piece: string): Promise<void> {
			pieces.push(piece);
			wake();
			return new Promise((resolve) => {
				taken = resolve;
			});
		},
	};
	const writer = new TraceWriter(sink, limits?.bytes);
	const task = write(writer);
	const run = async (): Promise<void> => {
		for (let step = task.next(); !step.done && !stopped; step = task.next()) {
			try {
				await step.value;
			} catch (error) {
				task.throw(error);
				throw error;
			}
		}
		if (stopped) return void task.return();
		// The last piece has nobody to wait for it.
		writer.finish();
	};
	let over = false;
	let failure: { readonly error: unknown } | undefined;
	const running = run().then(
		() => {
			over = true;
			wake();
		},
		(error: unknown) => {
			failure = { error };
			over = true;
			wake();
		},
	);
	try {
		for (;;) {
			const piece = pieces.shift();
			if (piece !== undefined) {
				yield piece;
				if (pieces.length === 0) taken();
				continue;
			}
			if (over) break;
			await new Promise<void>((resolve) => {
				wake = resolve;
				if (pieces.length > 0 || over) resolve();
			});
		}
		if (failure !== undefined) throw failure.error;
	} finally {
		stopped = true;
		taken();
		await running;
	}
}
