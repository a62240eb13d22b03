import { bytesToHex, type Hex } from "@evmore/evm";
import { keccak256 } from "@evmore/evm/crypto";
import { compileSolidity } from "../programs/compile-solidity.js";

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";

contract Token is ERC20 {
	constructor() ERC20("Token", "TOK") { _mint(msg.sender, 1e30); }
}

contract Work {
	uint256[256] private values;
	constructor() { for (uint256 i = 0; i < 256; i++) values[i] = i * i + 1; }
	/// Hashes, and reads storage, as often as it is told.
	function work(uint256 rounds) external view returns (bytes32 hash) {
		for (uint256 i = 0; i < rounds; i++) hash = keccak256(abi.encode(hash, values[i % 256], i));
	}
}
`;

/** Creation code of the contracts in Solidity. */
export function compileContracts(): { readonly token: Hex; readonly work: Hex } {
	const { Token, Work } = compileSolidity(source);
	return { token: Token as Hex, work: Work as Hex };
}

/** Steps in one round of `countdown`. */
export const stepsPerRound = 7;

/**
 * Creation code of a contract that counts its call data's first word down to 0, seven steps a round:
 * `PUSH0 CALLDATALOAD; JUMPDEST PUSH1 1 SWAP1 SUB DUP1 PUSH1 2 JUMPI; STOP`.
 */
export const countdown: Hex = deployed("5f355b6001900380600257" + "00");

/** Creation code that returns this code: PUSH1 size, DUP1, PUSH1 offset, PUSH0, CODECOPY, PUSH0, RETURN. */
function deployed(code: string): Hex {
	const size = (code.length / 2).toString(16).padStart(2, "0");
	return `0x60${size}8060095f395ff3${code}`;
}

/** Call data of a function whose arguments are all words. */
export function encodeCall(signature: string, ...words: readonly (bigint | string)[]): Hex {
	const selector = bytesToHex(keccak256(new TextEncoder().encode(signature))).slice(0, 10);
	return `${selector}${words.map(word).join("")}` as Hex;
}

/** 32 bytes, without 0x. */
export function word(value: bigint | string): string {
	return BigInt(value).toString(16).padStart(64, "0");
}
