import type { Item } from "./item.js";
import type { FuzzProgram } from "./program.js";

/**
 * Drops pieces of a program as long as `fails` holds: messages, accounts' storage, then items of code in ever smaller
 * runs. What is left is not the smallest program there is, but none of its pieces can go by itself.
 */
export async function minimise(
	program: FuzzProgram,
	fails: (candidate: FuzzProgram) => Promise<boolean>,
): Promise<FuzzProgram> {
	let current = program;
	for (let before: FuzzProgram | undefined; before !== current; ) {
		before = current;
		for (const candidate of coarseCandidates(current)) {
			if (await fails(candidate)) {
				current = candidate;
				break;
			}
		}
		if (current !== before) continue;
		for (const [i, account] of current.accounts.entries()) {
			const code = await shrinkItems(account.code, (items) => fails(withCode(current, i, items)));
			if (code !== account.code) current = withCode(current, i, code);
		}
		for (const [i, message] of current.messages.entries()) {
			const data = await shrinkItems(message.data, (items) => fails(withData(current, i, items)));
			if (data !== message.data) current = withData(current, i, data);
		}
	}
	return current;
}

function withCode(program: FuzzProgram, index: number, code: readonly Item[]): FuzzProgram {
	return { ...program, accounts: program.accounts.map((account, i) => (i === index ? { ...account, code } : account)) };
}

function withData(program: FuzzProgram, index: number, data: readonly Item[]): FuzzProgram {
	return { ...program, messages: program.messages.map((message, i) => (i === index ? { ...message, data } : message)) };
}

function* coarseCandidates(program: FuzzProgram): Generator<FuzzProgram> {
	const { accounts, messages } = program;
	if (messages.length > 1) {
		for (const i of messages.keys()) yield { ...program, messages: messages.filter((_, j) => j !== i) };
	}
	for (const [i, account] of accounts.entries()) {
		if (i > 0 && account.address !== senderOf(program)) {
			yield { ...program, accounts: accounts.filter((_, j) => j !== i) };
		}
		if (account.storage.length > 0) {
			yield { ...program, accounts: accounts.map((other, j) => (j === i ? { ...other, storage: [] } : other)) };
		}
	}
	for (const [i, message] of messages.entries()) {
		if (message.value === 0n) continue;
		yield { ...program, messages: messages.map((other, j) => (j === i ? { ...other, value: 0n } : other)) };
	}
}

/** The sender pays: it stays. */
function senderOf({ accounts }: FuzzProgram): string | undefined {
	return accounts.find(({ balance }) => balance >= 10n ** 20n)?.address;
}

async function shrinkItems(
	items: readonly Item[],
	fails: (candidate: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
	let current = items;
	for (let run = current.length; run >= 1; run = Math.floor(run / 2)) {
		for (let at = 0; at < current.length; ) {
			const candidate = [...current.slice(0, at), ...current.slice(at + run)];
			if (await fails(candidate)) current = candidate;
			else at += run;
		}
	}
	for (const [i, item] of current.entries()) {
		if (item.kind !== "push" || item.bytes.length === 1) continue;
		for (const bytes of [Uint8Array.of(0), Uint8Array.of(1)]) {
			const candidate = current.map((other, j) => (j === i ? ({ kind: "push", bytes } as const) : other));
			if (await fails(candidate)) {
				current = candidate;
				break;
			}
		}
	}
	return current;
}
