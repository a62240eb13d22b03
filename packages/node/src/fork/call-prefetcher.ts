import { type Address, bytesToHex } from "@evmore/evm";
import { errorCodes, RpcError } from "../errors/rpc-error.js";
import type { AccessedAccount } from "../state/base-state.js";
import type { RemoteState } from "./remote-state.js";
import { toQuantity } from "./remote-values.js";
import type { RpcTransport } from "./rpc-transport.js";

/** What of a call decides about what it reads. */
export interface PrefetchedCall {
	readonly from: Address | undefined;
	readonly to: Address | undefined;
	readonly data: Uint8Array;
	readonly value: bigint;
}

/** Functions whose need is remembered. */
const maxRemembered = 10_000;

/** Accounts and slots read ahead of one call, at most. */
const maxEntries = 10_000;

/**
 * A call waits for the remote node once for each thing it reads that is not known yet: hundreds of round trips. The node itself
 * can say what a call reads (eth_createAccessList), so that all of it comes in one more. That costs a round trip too: a function
 * that had to wait at most once the last time is left alone.
 */
export class CallPrefetcher {
	readonly #transport: RpcTransport;
	readonly #state: RemoteState;
	readonly #block: string;
	/** Messages that the last run of a function had to wait for. */
	readonly #waits = new Map<string, number>();
	#isSupported = true;

	constructor(transport: RpcTransport, state: RemoteState, number: bigint) {
		this.#transport = transport;
		this.#state = state;
		this.#block = toQuantity(number);
	}

	async run<T>(call: PrefetchedCall, work: () => Promise<T>): Promise<T> {
		const { to, data } = call;
		// A plain transfer, or code that only this node has.
		if (to === undefined || data.length === 0 || !this.#isSupported) return work();
		const name = to + bytesToHex(data.subarray(0, 4));
		if ((this.#waits.get(name) ?? 2) > 1) await this.#prefetch(call);
		const before = this.#transport.traffic.messages;
		try {
			return await work();
		} finally {
			if (this.#waits.size >= maxRemembered) this.#waits.clear();
			this.#waits.set(name, this.#transport.traffic.messages - before);
		}
	}

	/** Reads what a call will probably need, which runs later. */
	async readAhead(call: PrefetchedCall): Promise<void> {
		if (call.to !== undefined && call.data.length > 0 && this.#isSupported) return this.#prefetch(call);
		await this.#state.prefetch(partiesOf(call));
	}

	async #prefetch({ from, to, data, value }: PrefetchedCall): Promise<void> {
		const request = {
			...(from !== undefined && { from }),
			to,
			data: bytesToHex(data),
			...(value > 0n && { value: toQuantity(value) }),
		};
		try {
			const [answer] = await Promise.all([
				this.#transport.request("eth_createAccessList", [request, this.#block]),
				// In the same message.
				this.#state.prefetch(partiesOf({ from, to })),
			]);
			await this.#state.prefetch(readAccessList(answer));
		} catch (error) {
			// Nothing depends on it: the call will ask for what it needs.
			if (error instanceof RpcError && error.code === errorCodes.methodNotFound) this.#isSupported = false;
		}
	}
}

function partiesOf({ from, to }: Pick<PrefetchedCall, "from" | "to">): AccessedAccount[] {
	return [from, to].flatMap((address) => (address === undefined ? [] : [{ address, storageKeys: [] }]));
}

/** What of an access list makes sense. */
function readAccessList(answer: unknown): AccessedAccount[] {
	const { accessList } = (answer ?? {}) as { readonly accessList?: unknown };
	if (!Array.isArray(accessList)) return [];
	const entries: AccessedAccount[] = [];
	let count = 0;
	for (const entry of accessList as unknown[]) {
		const { address, storageKeys } = (entry ?? {}) as { readonly address?: unknown; readonly storageKeys?: unknown };
		if (typeof address !== "string" || !/^0x[0-9a-f]{40}$/i.test(address) || !Array.isArray(storageKeys)) continue;
		const keys = (storageKeys as unknown[]).filter(
			(key): key is string => typeof key === "string" && /^0x[0-9a-f]{1,64}$/i.test(key),
		);
		count += 1 + keys.length;
		if (count > maxEntries) break;
		entries.push({ address: address.toLowerCase() as Address, storageKeys: keys.map(BigInt) });
	}
	return entries;
}
