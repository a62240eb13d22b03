import {
	type BlockHeader,
	decodeBlock,
	encodeBlock,
	hashHeader,
	type JsonFields,
	type Withdrawal,
} from "@evmore/evm/block";
import { bytesToHex } from "@evmore/evm/bytes";
import { secp256k1Library } from "@evmore/evm/crypto";
import type { Transaction } from "@evmore/evm/tx";
import { readWithdrawals } from "../t8n/environment.js";
import { decodeCandidate, parseRlpText, splitTransactionList } from "../t8n/read-transactions.js";
import { shortMessageOf, ToolError } from "../t8n/tool-error.js";
import { stdinSelector, ToolInput } from "../t8n/tool-input.js";
import { makeBaseFolder, writeOutput } from "../t8n/tool-output.js";
import type { B11rOptions } from "./b11r-command.js";
import { buildHeader, type HeaderInput, readHeaderInput } from "./header-input.js";
import { type CliqueInput, readCliqueInput, sealClique } from "./seal-clique.js";

/** Runs `b11r`. */
export async function runB11r(options: B11rOptions): Promise<void> {
	const folder = options["output.basedir"];
	makeBaseFolder(folder);
	const input = new ToolInput();
	const header: HeaderInput = await input.read(options["input.header"], "header", readHeaderInput);
	const clique = await readOptional(input, options["seal.clique"], "clique", readCliqueInput, options);
	const ommers = (await readOptional(input, options["input.ommers"], "ommers", readTexts, options)) ?? [];
	const withdrawals = await readOptional(input, options["input.withdrawals"], "withdrawals", readWithdrawals, options);
	const rlp = await input.read(options["input.txs"], "txs", (parts, member) => parts.text(member) ?? "");
	if (clique !== undefined) await secp256k1Library.load();
	const block = buildBlock(header, rlp, ommers, withdrawals, clique);
	writeOutput(folder, options["output.block"], block);
}

interface BuiltBlock {
	readonly rlp: string;
	readonly hash: string;
}

function buildBlock(
	input: HeaderInput,
	rlp: string,
	ommerTexts: readonly string[],
	withdrawals: readonly Withdrawal[] | undefined,
	clique: CliqueInput | undefined,
): BuiltBlock {
	const transactions = rlp === "" ? [] : decodeTransactions(parseRlpText(rlp, "txs"));
	const ommers = ommerTexts.map(decodeOmmer);
	const unsealed = buildHeader(input, ommers);
	try {
		const header = clique === undefined ? unsealed : sealClique(unsealed, input, clique);
		return {
			rlp: bytesToHex(encodeBlock({ header, transactions, ommers, withdrawals })),
			hash: hashHeader(header),
		};
	} catch (error) {
		if (!(error instanceof Error) || !("shortMessage" in error)) throw error;
		throw new ToolError("config", shortMessageOf(error));
	}
}

function decodeTransactions(rlp: Uint8Array): Transaction[] {
	return splitTransactionList(rlp).map((item) => {
		const { transaction, error } = decodeCandidate(item);
		if (transaction !== undefined) return transaction;
		throw new ToolError("rlp", `unable to decode transaction from rlp data: ${error}`);
	});
}

/** An ommer is given as a block; its header counts. */
function decodeOmmer(text: string): BlockHeader {
	try {
		return decodeBlock(parseRlpText(text, "ommers")).header;
	} catch (error) {
		if (error instanceof ToolError) throw error;
		throw new ToolError("rlp", `unable to decode ommer from rlp data: ${shortMessageOf(error)}`);
	}
}

/** A part that may be left out: "" is nowhere, and on standard input every member is optional. */
async function readOptional<T>(
	input: ToolInput,
	source: string,
	name: string,
	read: (parts: JsonFields, member: string) => T | undefined,
	options: B11rOptions,
): Promise<T | undefined> {
	if (source !== "") return input.read(source, name, read);
	const usesStdin = [options["input.header"], options["input.txs"], options["seal.clique"]].includes(stdinSelector);
	return usesStdin ? input.read(stdinSelector, name, read) : undefined;
}

function readTexts(parts: JsonFields, member: string): readonly string[] | undefined {
	return parts.texts(member);
}
