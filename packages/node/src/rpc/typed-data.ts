import { codec, fieldsOf, type JsonObject, list, mapOf, object, text } from "./codec.js";

const member = fieldsOf({ name: text, type: text });

const typedData = fieldsOf({
	types: mapOf(text, list(member)),
	primaryType: text,
	domain: object,
	message: codec((value) => value),
});

type Types = ReadonlyMap<string, readonly { readonly name: string | undefined; readonly type: string | undefined }[]>;

/**
 * The path of the first field that the types of typed data (EIP-712) name, and the message lacks: `message.to.name`. Undefined:
 * none is missing.
 *
 * @throws {RpcError} it is no typed data
 */
export function findMissingField(data: JsonObject): string | undefined {
	const { types, primaryType, domain, message } = typedData.decode(data, "typed data");
	if (types === undefined) return "types";
	if (primaryType === undefined) return "primaryType";
	if (domain === undefined) return "domain";
	// The domain alone can be signed.
	return primaryType === "EIP712Domain" ? undefined : findIn(types, primaryType, message, "message");
}

function findIn(types: Types, type: string, value: unknown, path: string): string | undefined {
	if (value === undefined || value === null) return path;
	const [, element] = /^(.*)\[\d*\]$/.exec(type) ?? [];
	if (element !== undefined) {
		if (!Array.isArray(value)) return undefined;
		return findFirst(value.map((entry, index) => () => findIn(types, element, entry, `${path}[${index}]`)));
	}
	const members = types.get(type);
	if (members === undefined || typeof value !== "object") return undefined;
	const fields = value as JsonObject;
	return findFirst(
		members.map(
			({ name = "", type: of = "" }) =>
				() =>
					findIn(types, of, fields[name], `${path}.${name}`),
		),
	);
}

function findFirst(searches: readonly (() => string | undefined)[]): string | undefined {
	for (const search of searches) {
		const found = search();
		if (found !== undefined) return found;
	}
	return undefined;
}
