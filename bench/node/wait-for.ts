const limitMs = 60_000;

/** Asks until the answer is yes. @throws it takes too long */
export async function waitFor(isThere: () => Promise<boolean>): Promise<void> {
	const start = performance.now();
	while (!(await isThere())) {
		if (performance.now() - start > limitMs) throw new Error("a transaction is not mined");
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
}
