import { invalidParameters } from "../errors/rpc-error.js";
import type { DevNode } from "../node/dev-node.js";
import type { Codec } from "./codec.js";

/** Whom a request comes from, as far as it matters: a connection has subscriptions. */
export interface Connection {
	/** Sends a notification; undefined: the connection cannot carry any. */
	readonly notify: ((subscription: string, result: unknown) => void) | undefined;
	/** What ends each subscription. */
	readonly subscriptions: Map<string, () => void>;
}

export interface MethodContext {
	readonly node: DevNode;
	readonly connection: Connection;
}

/** What the parameters are read as. */
export type Decoded<C extends readonly Codec<unknown>[]> = {
	readonly [K in keyof C]: C[K] extends Codec<infer T> ? T : never;
};

/** A row of the method table. */
export interface RpcMethod {
	/** The first is its name, the others mean the same. */
	readonly names: readonly string[];
	/** @throws {RpcError} the parameters are wrong, or the method fails */
	call(context: MethodContext, parameters: readonly unknown[]): unknown;
}

/**
 * A method: its names, a codec per parameter, and what it does. It answers JSON.
 *
 * @param names - the first is its name, the others mean the same
 */
export function method<const C extends readonly Codec<unknown>[]>(
	names: string | readonly string[],
	codecs: C,
	run: (context: MethodContext, ...parameters: Decoded<C>) => unknown,
): RpcMethod {
	return {
		names: typeof names === "string" ? [names] : names,
		call(context, parameters) {
			if (parameters.length > codecs.length) {
				throw invalidParameters(`too many arguments, want at most ${codecs.length}`);
			}
			const decoded = codecs.map((codec, index) => {
				const value = parameters[index];
				if (value !== undefined && value !== null) return codec.decode(value, `argument ${index}`);
				if (codec.missing === undefined) {
					throw invalidParameters(`missing value for required argument ${index}`);
				}
				return codec.missing.value;
			});
			return run(context, ...(decoded as unknown as Decoded<C>));
		},
	};
}
