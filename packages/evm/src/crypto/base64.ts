/** The bytes that a base64 text of the standard alphabet stands for. */
export function decodeBase64(text: string): Uint8Array {
	const decoded = atob(text);
	const bytes = new Uint8Array(decoded.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = decoded.charCodeAt(i);
	return bytes;
}
