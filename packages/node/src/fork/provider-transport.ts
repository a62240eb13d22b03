import { RemoteAnswerError } from "./remote-error.js";
import type { RpcTransport, Traffic } from "./rpc-transport.js";

/** Whatever answers requests in the form of EIP-1193. */
export interface RequestProvider {
	request(args: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

/** A remote node behind a provider: a wallet in a browser, or another node in the same process. */
export class ProviderTransport implements RpcTransport {
	readonly #provider: RequestProvider;
	#requests = 0;

	constructor(provider: RequestProvider) {
		this.#provider = provider;
	}

	get traffic(): Traffic {
		return { requests: this.#requests, messages: this.#requests };
	}

	async request(method: string, params: readonly unknown[]): Promise<unknown> {
		this.#requests++;
		try {
			return await this.#provider.request({ method, params });
		} catch (error) {
			const { code, message, data } = (error ?? {}) as { code?: unknown; message?: unknown; data?: unknown };
			throw new RemoteAnswerError(
				String(message ?? error),
				Number.isSafeInteger(code) ? (code as number) : -32000,
				data,
			);
		}
	}
}
