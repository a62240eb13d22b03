/** Signs that Go's encoder escapes: what HTML would take for a tag, and line ends that JavaScript did not allow. */
const escaped = /[<>&\u2028\u2029]/g;

/** JSON as Go's encoder writes it. @param indent - blanks per level */
export function formatGoJson(value: unknown, indent?: number): string {
	const text = JSON.stringify(value, undefined, indent);
	return text.replace(escaped, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** A number as 0x and digits without leading zeros. */
export function toQuantity(value: bigint | number): string {
	return `0x${value.toString(16)}`;
}

/** A word of 32 bytes as 0x and 64 digits. */
export function toWord(value: bigint): string {
	return `0x${value.toString(16).padStart(64, "0")}`;
}
