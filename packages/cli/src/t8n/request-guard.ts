import { isIP } from "node:net";

/** The headers of a request that a page cannot choose. */
export interface RequestHeaders {
	readonly host?: string | undefined;
	readonly origin?: string | undefined;
}

/**
 * Keeps pages in the user's browser away: whatever they ask is not for them. Browsers name the page in `Origin`; one that
 * resolves its own name to this machine shows in `Host`.
 */
export class RequestGuard {
	readonly #hosts: ReadonlySet<string>;

	/** @param hosts - names by which the server may be addressed; "*" is any. IP addresses always may. */
	constructor(hosts: readonly string[]) {
		this.#hosts = new Set(hosts.map((name) => name.toLowerCase()));
	}

	/** Why a request is refused; undefined: it is not. */
	findFault({ host, origin }: RequestHeaders): string | undefined {
		if (origin !== undefined) return `pages may not ask: origin ${origin}`;
		return this.#allowsHost(host) ? undefined : `invalid host: ${host} (--http.vhosts names those that may be used)`;
	}

	#allowsHost(host: string | undefined): boolean {
		// HTTP/1.0 has none, and no browser speaks it.
		if (host === undefined || this.#hosts.has("*")) return true;
		const name = host.toLowerCase().replace(/:\d+$/, "");
		return this.#hosts.has(name) || isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
	}
}
