import type { Address, Hash, Hex, Log } from "@evmore/evm";
import { bigIntToBytes } from "@evmore/evm/bytes";
import { type FrameEnd, FrameKind, type FrameStart, type LogEntry, type Tracer } from "@evmore/evm/trace";

/** Ether as if it were a token (ERC-7528). */
const etherAddress: Address = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
/** The hash of `Transfer(address,address,uint256)`. */
const transferTopic: Hash = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

/** A log of a simulated block, with its index. */
export interface SimulatedLog {
	readonly log: Log;
	readonly index: number;
}

/**
 * Collects the logs of a simulated block; if wanted, each transfer of ether as if it were a token's. Those of failed frames
 * vanish, but keep their index, as in go-ethereum: what follows them is numbered behind them.
 */
export class SimulatedLogs implements Tracer {
	#logs: SimulatedLog[] = [];
	#count = 0;
	readonly #withTransfers: boolean;
	readonly #marks: number[] = [];

	constructor(withTransfers: boolean) {
		this.#withTransfers = withTransfers;
	}

	/** The logs since they were last taken. */
	take(): readonly SimulatedLog[] {
		const logs = this.#logs;
		this.#logs = [];
		return logs;
	}

	enter({ kind, from, to, value }: FrameStart): void {
		this.#marks.push(this.#logs.length);
		if (!this.#withTransfers || value === 0n || kind === FrameKind.delegateCall || kind === FrameKind.callCode) return;
		this.#add({
			address: etherAddress,
			topics: [transferTopic, toTopic(from), toTopic(to)],
			data: bigIntToBytes(value, 32),
		});
	}

	leave({ status }: FrameEnd): void {
		const mark = this.#marks.pop();
		if (status !== "success" && mark !== undefined) this.#logs.length = mark;
	}

	log({ address, topics, data }: LogEntry): void {
		this.#add({
			address,
			topics: topics.map((topic): Hex => `0x${topic.toString(16).padStart(64, "0")}`),
			data: data.slice(),
		});
	}

	#add(log: Log): void {
		this.#logs.push({ log, index: this.#count++ });
	}
}

function toTopic(address: Address): Hash {
	return `0x${address.slice(2).padStart(64, "0")}`;
}
