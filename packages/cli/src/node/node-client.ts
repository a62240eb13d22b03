import { InputError } from "../errors.js";

/** Asks the node at a URL. */
export async function askNode(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
	const response = await fetch(url, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
	});
	const text = await response.text();
	if (!response.ok) throw new InputError(`${method}: the node answers ${response.status}: ${text.trim()}`);
	const { result, error } = JSON.parse(text) as { result?: unknown; error?: { message: string } };
	if (error !== undefined) throw new InputError(`${method}: ${error.message}`);
	return result;
}
