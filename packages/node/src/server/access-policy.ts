/** Who may ask, by the headers that a browser cannot be talked out of. */
export interface AccessOptions {
	/** Names by which the server may be addressed (`Host`); "*" is any. IP addresses always may. */
	readonly vhosts: readonly string[];
	/** Pages that may ask (`Origin`); "*" is any. None may by default; extensions of the browser always may. */
	readonly corsDomains: readonly string[];
}

/**
 * Against pages in the user's browser: one that resolves its own name to this machine (DNS rebinding) shows in `Host`, any other
 * in `Origin`.
 */
export class AccessPolicy {
	readonly #vhosts: ReadonlySet<string>;
	readonly #corsDomains: ReadonlySet<string>;

	constructor({ vhosts, corsDomains }: AccessOptions) {
		this.#vhosts = new Set(vhosts.map((name) => name.toLowerCase()));
		this.#corsDomains = new Set(corsDomains.map((origin) => origin.toLowerCase()));
	}

	/** @param host - the header, with or without a port */
	allowsHost(host: string | undefined): boolean {
		// HTTP/1.0 has none, and no browser speaks it.
		if (host === undefined || this.#vhosts.has("*")) return true;
		const name = host.toLowerCase().replace(/:\d+$/, "");
		return isIpAddress(name) || this.#vhosts.has(name);
	}

	/**
	 * Extensions of browsers may ask, as wallets do: the user has installed them, and they may reach any address.
	 *
	 * @param origin - the header; undefined: it is no page that asks
	 */
	allowsOrigin(origin: string | undefined): boolean {
		if (origin === undefined || this.#corsDomains.has("*")) return true;
		return extensionOrigin.test(origin) || this.#corsDomains.has(origin.toLowerCase());
	}

	/** What `Access-Control-Allow-Origin` says to a page that may ask. */
	allowedOrigin(origin: string): string {
		return this.#corsDomains.has("*") ? "*" : origin;
	}
}

/** No page can have such an origin: browsers give it to what was installed. */
const extensionOrigin = /^(chrome|moz|safari-web)-extension:\/\/[\w-]+$/i;

function isIpAddress(name: string): boolean {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) || /^\[[0-9a-f:.]+\]$/.test(name);
}
