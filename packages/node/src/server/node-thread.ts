// A node in a thread of its own: the server's thread answers clients, drops slow ones and takes connections whatever the node
// is busy with.
import { parentPort } from "node:worker_threads";
import { secp256k1Library } from "@evmore/evm/crypto";
import type { NodeBackend } from "./node-backend.js";
import { openBackend } from "./open-backend.js";
import type { ConnectionId } from "./rpc-backend.js";
import type { Question, ThreadStart, Told } from "./thread-messages.js";
import { ThreadStreams } from "./thread-streams.js";

const port = parentPort!;

function tell(message: Told): void {
	port.postMessage(message);
}

function report(error: unknown): void {
	tell({ type: "report", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

function receiveStart(): Promise<ThreadStart> {
	return new Promise((resolve) => port.once("message", resolve));
}

async function main(): Promise<void> {
	let opened: Awaited<ReturnType<typeof openBackend>>;
	// Keys and signatures need it; it is loaded while the program still reads its options.
	const library = secp256k1Library.load();
	library.catch(() => {});
	try {
		const start = await receiveStart();
		await library;
		opened = await openBackend(start, (line) => tell({ type: "log", line }), report);
	} catch (error) {
		const { name, message } = error instanceof Error ? error : new Error(String(error));
		tell({ type: "failed", name, message });
		return port.close();
	}
	const { backend, node, facts } = opened;
	const connections = new Map<ConnectionId, ConnectionId>();
	const streams = new ThreadStreams(tell, report);
	let { chainId } = facts;
	const answer = async (id: number, connection: ConnectionId, text: string): Promise<void> => {
		const answered = await backend.answer(connections.get(connection) ?? -1, text);
		if (Number(node.chain.chainId) !== chainId) {
			chainId = Number(node.chain.chainId);
			tell({ type: "chainId", chainId });
		}
		if (typeof answered === "object") return streams.begin(id, answered);
		tell({ type: "answer", id, text: answered });
	};
	port.on("message", (question: Question) => {
		switch (question.type) {
			case "request":
				return void answer(question.id, question.connection, question.text);
			case "connect":
				return connect(backend, connections, question);
			case "disconnect":
				backend.disconnect(connections.get(question.connection) ?? -1);
				connections.delete(question.connection);
				return;
			case "more":
				return streams.tellMore(question.id, question.count);
			case "stop":
				return streams.stop(question.id);
			default:
				return void backend.close().then(
					() => {
						tell({ type: "closed" });
						port.close();
					},
					(error: unknown) => {
						report(error);
						tell({ type: "closed" });
						port.close();
					},
				);
		}
	});
	tell({ type: "ready", facts });
}

function connect(
	backend: NodeBackend,
	connections: Map<ConnectionId, ConnectionId>,
	{ connection, takesNotifications, isOwn }: Extract<Question, { readonly type: "connect" }>,
): void {
	const notify = takesNotifications
		? (text: string): void => tell({ type: "notification", connection, text })
		: undefined;
	connections.set(connection, backend.connect(notify, isOwn));
}

void main();
