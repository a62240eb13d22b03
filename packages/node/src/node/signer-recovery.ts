import type { Address } from "@evmore/evm";
import { recoverAddress } from "@evmore/evm/crypto";
import type { SignedHash } from "@evmore/evm/tx";
import { RecoveryThread } from "./recovery-thread.js";

/** Signers that wait before a thread is worth its start. */
const manyWaiting = 4;

/**
 * Recovers who signed. That is most of the work with a transaction that is sent, so that where several wait a thread does a part of it,
 * the last ones first; whoever needs a signer that is not there does the first ones meanwhile.
 */
export class SignerRecovery {
	/** What nobody has begun with, in the order of arrival. */
	readonly #waiting: Recovery[] = [];
	readonly #givenAway = new Set<Recovery>();
	/** Null: there is none, and will be none. */
	#thread: RecoveryThread | undefined | null;

	/**
	 * Begins to recover a signer: `take()` of the answer has it.
	 *
	 * @param isBusy - whether its turn is not now
	 */
	begin(signed: SignedHash, isBusy: boolean): Recovery {
		const recovery = new Recovery(this, signed);
		if (isBusy && this.#thread !== null) {
			this.#waiting.push(recovery);
			if (this.#thread === undefined && this.#waiting.length >= manyWaiting) this.#start();
			this.#giveAway();
		} else {
			recovery.work();
		}
		return recovery;
	}

	/** Has the signer worked out, here or in the thread. */
	async finish(recovery: Recovery): Promise<void> {
		if (this.#givenAway.has(recovery)) {
			const next = this.#waiting.shift();
			if (next === undefined) return recovery.done;
			next.work();
		} else {
			const place = this.#waiting.indexOf(recovery);
			if (place >= 0) this.#waiting.splice(place, 1);
			recovery.work();
		}
		// The thread's answers come between other work. Where there is a thread there is this.
		if (this.#thread?.isStarting || this.#thread?.isWorking) await new Promise((resolve) => setImmediate(resolve));
	}

	end(): void {
		const thread = this.#thread;
		this.#thread = null;
		thread?.end();
	}

	#start(): void {
		this.#thread =
			RecoveryThread.start(
				() => this.#giveAway(),
				() => this.#takeBack(),
			) ?? null;
	}

	#giveAway(): void {
		const thread = this.#thread;
		while (thread?.canTakeMore) {
			const recovery = this.#waiting.pop();
			if (recovery === undefined) return;
			this.#givenAway.add(recovery);
			thread.recover(recovery.signed, (signer) => {
				this.#givenAway.delete(recovery);
				recovery.settle(signer);
			});
		}
	}

	/** The thread is gone: its work is done here. */
	#takeBack(): void {
		this.#thread = null;
		for (const recovery of this.#givenAway) recovery.work();
		this.#givenAway.clear();
	}
}

/** A signer that is being recovered. */
export class Recovery {
	readonly signed: SignedHash;
	/** When the signer is known. */
	readonly done: Promise<void>;
	readonly #owner: SignerRecovery;
	#settled: { readonly signer: Address | undefined } | undefined;
	#resolve = (): void => {};

	constructor(owner: SignerRecovery, signed: SignedHash) {
		this.#owner = owner;
		this.signed = signed;
		this.done = new Promise((resolve) => {
			this.#resolve = resolve;
		});
	}

	/** The signer; undefined: nobody can have signed. */
	async take(): Promise<Address | undefined> {
		while (this.#settled === undefined) await this.#owner.finish(this);
		return this.#settled.signer;
	}

	/** Recovers it in this thread. */
	work(): void {
		if (this.#settled !== undefined) return;
		const { hash, r, s, yParity } = this.signed;
		this.settle(recoverAddress(hash, r, s, yParity));
	}

	settle(signer: Address | undefined): void {
		this.#settled ??= { signer };
		this.#resolve();
	}
}
