/** Keeps what a remote node answered about a block that does not change any more. */
export interface RemoteCache {
	/**
	 * Opens what is kept about a block.
	 *
	 * @param block - a name that is different for each block of each chain, fit for a file
	 */
	open(block: string): RemoteAnswers;
}

/** Answers by request. */
export interface RemoteAnswers {
	get(request: string): unknown;
	set(request: string, answer: unknown): void;
}

/** Keeps nothing: what was read is remembered by its readers. */
export const noCache: RemoteCache = {
	open: () => ({ get: () => undefined, set: () => undefined }),
};
