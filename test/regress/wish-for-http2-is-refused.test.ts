import { createConnection } from "node:net";
import { NodeServer } from "@evmore/node/server";
import { expect, test } from "vitest";

// A request that came with "Upgrade: h2c", as from Java's client, was answered with 405: only WebSockets were thought of.

const request = (id: number): string => JSON.stringify({ jsonrpc: "2.0", id, method: "eth_blockNumber" });
const wish = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";

function post(body: string, headers = ""): string {
	const length = Buffer.byteLength(body);
	return `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}Content-Length: ${length}\r\n\r\n${body}`;
}

test.each([
	["in one piece", [Number.MAX_SAFE_INTEGER]],
	["with a body that comes later", [post(request(1), wish).indexOf("{")]],
	["in the middle of the body", [post(request(1), wish).indexOf("{") + 9]],
])(
	"a request that would rather be HTTP/2 is answered, and so is the next one on its connection: %s",
	async (_, [cut]) => {
		const server = await NodeServer.start({ port: 0 });
		const [host, port] = server.address.split(":");
		const socket = createConnection({ host: host!, port: Number(port) });
		let text = "";
		socket.on("data", (data) => {
			text += data;
		});
		const answered = async (id: number): Promise<void> => {
			while (!text.includes(`"id":${id},"result":"0x0"`)) await new Promise((resolve) => setTimeout(resolve, 5));
		};
		const first = post(request(1), wish);
		socket.write(first.slice(0, cut));
		await new Promise((resolve) => setTimeout(resolve, 30));
		socket.write(first.slice(cut));
		await answered(1);
		socket.write(post(request(2)));
		await answered(2);
		expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
		socket.destroy();
		await server.close();
	},
);
