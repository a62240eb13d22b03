import { type BlockHeader, hashHeader, type JsonFields } from "@evmore/evm/block";
import { type Address, bigIntToBytes, concatBytes, hexToBytes } from "@evmore/evm/bytes";
import { signHash } from "@evmore/evm/crypto";
import { requireField } from "../t8n/environment.js";
import { ToolError } from "../t8n/tool-error.js";
import type { HeaderInput } from "./header-input.js";

/** How a block is sealed on a Clique network (EIP-225). */
export interface CliqueInput {
	/** 32 bytes. */
	readonly secretKey: Uint8Array;
	/** On whom the signer votes. */
	readonly voted: Address | undefined;
	/** Whether the vote is for or against. */
	readonly authorize: boolean | undefined;
	/** 32 bytes that the signer chooses. */
	readonly vanity: Uint8Array;
}

/** Reads what a block is sealed with. */
export function readCliqueInput(parts: JsonFields, member: string): CliqueInput | undefined {
	const json = parts.object(member);
	if (json === undefined) return undefined;
	return {
		secretKey: hexToBytes(requireField(json.hash("secretKey"), "secretKey")),
		voted: json.address("voted"),
		authorize: json.boolean("authorize"),
		vanity: hexToBytes(json.hash("vanity") ?? `0x${"00".repeat(32)}`),
	};
}

/**
 * Seals a header (EIP-225): the signature of all its other fields follows the vanity in its extra data. The curve's library
 * has to be loaded.
 *
 * @throws {ToolError} a field that is given would be overwritten
 */
export function sealClique(header: BlockHeader, given: HeaderInput, clique: CliqueInput): BlockHeader {
	if (given.extraData !== undefined) refuse("sealing with clique will overwrite provided extra data");
	const { voted, authorize, vanity, secretKey } = clique;
	if (voted !== undefined && given.coinbase !== undefined) {
		refuse("sealing with clique and voting will overwrite provided coinbase");
	}
	if (authorize !== undefined && given.nonce !== undefined) {
		refuse("sealing with clique and voting will overwrite provided nonce");
	}
	const unsigned: BlockHeader = {
		...header,
		coinbase: voted ?? header.coinbase,
		nonce: authorize === undefined ? header.nonce : authorize ? `0x${"00".repeat(8)}` : `0x${"ff".repeat(8)}`,
		extraData: vanity,
	};
	const { r, s, yParity } = signHash(hexToBytes(hashHeader(unsigned)), secretKey);
	const signature = concatBytes(bigIntToBytes(r, 32), bigIntToBytes(s, 32), Uint8Array.of(yParity));
	return { ...unsigned, extraData: concatBytes(vanity, signature) };
}

function refuse(message: string): never {
	throw new ToolError("config", message);
}
