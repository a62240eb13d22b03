import {
	type Address,
	bytesToHex,
	createEvm,
	type Evm,
	type Hex,
	hexToBytes,
	MemoryState,
	parseAddress,
} from "@evmore/evm";
import { defaultBlock, type Program, type ProgramAccount, type ProgramKind, senderAddress } from "../program.js";

/** A state on which contracts are deployed and called, until a program begins with it. */
export class Stage {
	readonly #state = new MemoryState({ [senderAddress]: { balance: 10n ** 24n } });
	readonly #evm: Evm;
	readonly sender: Address = parseAddress(senderAddress);

	constructor() {
		this.#evm = createEvm({
			fork: "Prague",
			state: this.#state,
			block: { number: BigInt(defaultBlock.number), timestamp: BigInt(defaultBlock.timestamp) - 500n },
		});
	}

	/** Creates a contract. @param initcode with the encoded arguments of its constructor behind it */
	deploy(initcode: string): Address {
		const result = this.#evm.call({ from: this.sender, data: hexToBytes(initcode), commit: true });
		if (result.status !== "success") throw new Error(`deployment failed: ${bytesToHex(result.output)}`);
		return result.createdAddress!;
	}

	/** Calls a contract and keeps what that changed. @returns the output, hex with 0x */
	call(to: Address, data: string): Hex {
		const result = this.#evm.call({ from: this.sender, to, data: hexToBytes(data), commit: true });
		if (result.status !== "success") throw new Error(`call failed: ${bytesToHex(result.output)}`);
		return bytesToHex(result.output);
	}

	/** The program of one call on the state as it is now. */
	program(name: string, kind: ProgramKind, to: Address, data: string): Program {
		const accounts: Record<string, ProgramAccount> = {};
		for (const address of this.#state.addresses()) {
			const { balance, nonce, codeHash } = this.#state.getAccount(address)!;
			accounts[address] = {
				balance: hex(balance),
				nonce: hex(nonce),
				code: bytesToHex(this.#state.getCode(codeHash)),
				storage: Object.fromEntries(
					[...this.#state.storageOf(address)].map(([slot, value]) => [hex(slot), hex(value)]),
				),
			};
		}
		const block = defaultBlock;
		return {
			name,
			kind,
			fork: "Prague",
			block,
			accounts,
			from: this.sender,
			to,
			data,
			value: "0x0",
			gas: hex(1_000_000_000n),
		};
	}
}

function hex(value: bigint): string {
	return `0x${value.toString(16)}`;
}
