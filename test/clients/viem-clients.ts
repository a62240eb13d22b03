import { createPublicClient, createTestClient, createWalletClient, type Transport } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";

const mnemonic = "test test test test test test test test test test test junk";

/** A key of the node's first accounts, by its number. */
export function accountOf(addressIndex: number): ReturnType<typeof mnemonicToAccount> {
	return mnemonicToAccount(mnemonic, { addressIndex });
}

type Subscribe = (request: { readonly params: unknown }) => Promise<unknown>;

/**
 * A transport that tells which methods have been answered.
 *
 * @param onAnswer - is given their names; `eth_subscribe` where the transport has subscriptions
 */
export function observe(transport: Transport, onAnswer: (method: string) => void): Transport {
	return (options) => {
		const { config, request, value } = transport(options);
		const subscribe = value?.subscribe as Subscribe | undefined;
		return {
			config,
			request: (async (...parameters: Parameters<typeof request>) => {
				const answer = await request(...parameters);
				onAnswer(parameters[0].method);
				return answer;
			}) as typeof request,
			value:
				subscribe === undefined
					? value
					: {
							...value,
							subscribe: async (...parameters: Parameters<Subscribe>) => {
								const subscription = await subscribe(...parameters);
								onAnswer("eth_subscribe");
								return subscription;
							},
						},
		};
	};
}

/** viem's three clients over one transport. */
export function clientsOver(transport: Transport) {
	const common = { chain: foundry, transport, pollingInterval: 10, cacheTime: 0 } as const;
	return {
		reader: createPublicClient(common),
		/** Signs here, with the first key. */
		wallet: createWalletClient({ ...common, account: accountOf(0) }),
		/** Lets the node sign. */
		remote: createWalletClient(common),
		tester: createTestClient({ ...common, mode: "anvil" }),
	};
}
