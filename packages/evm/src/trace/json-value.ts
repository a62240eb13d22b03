/** What JSON can hold. */
export type JsonValue =
	| string
	| number
	| boolean
	| null
	| readonly JsonValue[]
	| { readonly [name: string]: JsonValue };

/** An object of which members that are undefined are left out. */
export function jsonObject(members: { readonly [name: string]: JsonValue | undefined }): { [name: string]: JsonValue } {
	const object: { [name: string]: JsonValue } = {};
	for (const name in members) {
		const value = members[name];
		if (value !== undefined) object[name] = value;
	}
	return object;
}

/** A 256-bit word as 0x and 64 digits. */
export function formatWord(value: bigint): string {
	return `0x${value.toString(16).padStart(64, "0")}`;
}
