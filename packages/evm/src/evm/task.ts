import { BaseError } from "../errors/base-error.js";

/**
 * Work that may have to wait for promises, written once for the synchronous and the asynchronous API: it yields what it
 * waits for and goes on when that is there.
 */
export type Task<T> = Generator<Promise<unknown>, T, void>;

/**
 * The synchronous API met something that is only to be had asynchronously: state of a remote database, or a library
 * that this runtime cannot load at once. Nothing has changed; the asynchronous twin of the method works.
 */
export class AsynchronousStateError extends BaseError {}

/** Runs a task that must not have to wait. @throws {AsynchronousStateError} it had to */
export function runSync<T>(task: Task<T>): T {
	const step = task.next();
	if (step.done) return step.value;
	task.return(undefined as T);
	return refuseToWait(step.value);
}

/** @throws {AsynchronousStateError} always: something would have to be waited for */
export function refuseToWait(promise: Promise<unknown>): never {
	// Nobody will wait for it: a rejection would go unhandled.
	promise.catch(() => undefined);
	throw new AsynchronousStateError(
		"the state, or a library, is not available synchronously: use the method that ends in Async",
	);
}

/** Runs a task, waiting where it has to. */
export async function runAsync<T>(task: Task<T>): Promise<T> {
	for (let step = task.next(); ; step = task.next()) {
		if (step.done) return step.value;
		try {
			await step.value;
		} catch (error) {
			task.throw(error);
			throw error;
		}
	}
}
