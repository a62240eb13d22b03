/** What a message gave; hex without 0x. */
export interface MessageOutcome {
	readonly status: "success" | "revert" | "halt";
	readonly gasUsed: bigint;
	readonly output: string;
	/** Refund counter at the end; 0 of a message that failed. */
	readonly refund: bigint;
	readonly createdAddress: string | undefined;
	readonly logs: readonly string[];
	/** For people: why it halted. Implementations differ in which of several reasons they see first. */
	readonly reason: string;
}

/** What a program gave: its messages, and every account afterwards as one line of text. */
export interface Outcome {
	readonly messages: readonly MessageOutcome[];
	readonly accounts: ReadonlyMap<string, string>;
}

export interface AccountContent {
	readonly balance: bigint;
	readonly nonce: bigint;
	readonly code: string;
	readonly storage: readonly (readonly [slot: bigint, value: bigint])[];
}

export function describeAccount({ balance, nonce, code, storage }: AccountContent): string {
	const slots = [...storage].sort(([a], [b]) => (a < b ? -1 : 1)).map(([slot, value]) => `${slot}=${value}`);
	return `balance ${balance} nonce ${nonce} code ${code} storage {${slots.join(", ")}}`;
}

/** The first difference, or undefined when there is none. */
export function findDifference(ours: Outcome, theirs: Outcome): string | undefined {
	for (const [i, message] of ours.messages.entries()) {
		const other = theirs.messages[i]!;
		for (const field of ["status", "gasUsed", "output", "refund", "createdAddress"] as const) {
			if (message[field] !== other[field]) {
				return `message ${i}: ${field} ${message[field]}, theirs ${other[field]} (${message.reason} / ${other.reason})`;
			}
		}
		if (message.logs.join() !== other.logs.join()) return `message ${i}: logs ${message.logs}, theirs ${other.logs}`;
	}
	for (const address of new Set([...ours.accounts.keys(), ...theirs.accounts.keys()])) {
		const [mine, other] = [ours.accounts.get(address), theirs.accounts.get(address)];
		if (mine !== other) return `account ${address}: ${mine ?? "absent"}, theirs ${other ?? "absent"}`;
	}
	return undefined;
}
