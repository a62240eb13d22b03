// Runs a contract whose state is on another machine: accounts, code and slots are fetched over JSON-RPC when the code
// asks for them, and nothing is executed twice. The "other machine" is a small server in this file.
import { createServer } from "node:http";
import { bytesToHex, createEvm, hexToBytes } from "@evmore/evm";
import { assemble } from "@evmore/evm/asm";
import { keccak256 } from "@evmore/evm/crypto";

const contract = "0x00000000000000000000000000000000000000c0";

/** A state over JSON-RPC, as any node answers it. Reads give promises. */
class RpcState {
	requests = 0;
	#codes = new Map();

	constructor(url) {
		this.url = url;
	}

	async #ask(method, ...params) {
		this.requests++;
		const body = JSON.stringify({ jsonrpc: "2.0", id: this.requests, method, params: [...params, "latest"] });
		const response = await fetch(this.url, { method: "POST", body });
		return (await response.json()).result;
	}

	async getAccount(address) {
		const [balance, nonce, code] = await Promise.all([
			this.#ask("eth_getBalance", address),
			this.#ask("eth_getTransactionCount", address),
			this.#ask("eth_getCode", address),
		]);
		const bytes = hexToBytes(code);
		const codeHash = bytesToHex(keccak256(bytes));
		this.#codes.set(codeHash, bytes);
		// Whether there is storage a node does not tell: when in doubt, true, where there is code.
		return { balance: BigInt(balance), nonce: BigInt(nonce), codeHash, hasStorage: bytes.length > 0 };
	}

	getCode(codeHash) {
		return this.#codes.get(codeHash);
	}

	async getStorage(address, slot) {
		return BigInt(await this.#ask("eth_getStorageAt", address, `0x${slot.toString(16)}`));
	}
}

// The server: one contract, which adds up its slots 0 to 9; slot n holds n * n.
const code = assemble(`
	PUSH0 PUSH0
loop:
	DUP1 SLOAD DUP3 ADD SWAP2 POP
	PUSH 1 ADD DUP1 PUSH 10 EQ ISZERO PUSH @loop JUMPI
	POP PUSH0 MSTORE PUSH 32 PUSH0 RETURN
`);
const answers = {
	eth_getBalance: () => "0x0",
	eth_getTransactionCount: () => "0x0",
	eth_getCode: ([address]) => (address === contract ? bytesToHex(code) : "0x"),
	eth_getStorageAt: ([, slot]) => `0x${(BigInt(slot) ** 2n).toString(16).padStart(64, "0")}`,
};
const server = createServer(async (request, response) => {
	let text = "";
	for await (const chunk of request) text += chunk;
	const { id, method, params } = JSON.parse(text);
	response.end(JSON.stringify({ jsonrpc: "2.0", id, result: answers[method](params) }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const state = new RpcState(`http://127.0.0.1:${server.address().port}`);
const evm = createEvm({ state });
const result = await evm.callAsync({ to: contract });
console.log(result.status, BigInt(bytesToHex(result.output)), `${result.gasUsed} gas, ${state.requests} requests`);

// What was read is there now: the same call needs no server any more, and no waiting.
server.closeAllConnections();
server.close();
console.log(evm.call({ to: contract }).status, `${state.requests} requests`);
