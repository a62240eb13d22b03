import { createRequire } from "node:module";
import type { Abi, Hex } from "viem";

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

contract Counter {
	error TooMuch(uint256 wanted, uint256 most);
	event Counted(address indexed who, uint256 indexed step, uint256 total);

	uint256 public total;
	address public owner;
	mapping(address => uint256) public steps;

	constructor(uint256 start) payable { total = start; owner = msg.sender; }

	function count(uint256 step) external returns (uint256) {
		if (step > 100) revert TooMuch(step, 100);
		require(step != 13, "unlucky");
		assert(step != 14);
		total += step;
		steps[msg.sender]++;
		emit Counted(msg.sender, step, total);
		return total;
	}

	function clear() external { require(msg.sender == owner, "not the owner"); delete total; }
	function burn(uint256 rounds) external view returns (bytes32 hash) {
		for (uint256 i = 0; i < rounds; i++) hash = keccak256(abi.encode(hash, block.timestamp));
	}
	/** Needs more gas than it uses: the call below gets all but a 64th. */
	function needy() external returns (bool done) {
		(done,) = address(this).call{gas: 200000}(abi.encodeCall(this.count, (1)));
		require(done, "inner call failed");
	}
	function shout(string calldata text, uint256 number) external view {
		(bool done,) = 0x000000000000000000636F6e736F6c652e6c6f67.staticcall(
			abi.encodeWithSignature("log(string,uint256)", text, number));
		done;
	}
	function environment() external view returns (uint256, uint256, uint256, address, uint256, uint256) {
		return (block.number, block.timestamp, block.basefee, block.coinbase, block.prevrandao, block.gaslimit);
	}
	function balanceOf(address who) external view returns (uint256) { return total > 1e60 ? 0 : balances[who]; }
	mapping(address => uint256) balances;
	mapping(address => mapping(address => uint256)) public allowance;
	receive() external payable {}
}
`;

interface Output {
	readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
	readonly contracts: {
		readonly "test.sol": {
			readonly Counter: { readonly abi: Abi; readonly evm: { readonly bytecode: { readonly object: string } } };
		};
	};
}

let compiled: { readonly abi: Abi; readonly bytecode: Hex } | undefined;

/** The contract above, compiled. */
export function compileCounter(): { readonly abi: Abi; readonly bytecode: Hex } {
	if (compiled !== undefined) return compiled;
	const solc = createRequire(import.meta.url)("solc") as { compile(input: string): string };
	const output = JSON.parse(
		solc.compile(
			JSON.stringify({
				language: "Solidity",
				sources: { "test.sol": { content: source } },
				settings: {
					optimizer: { enabled: true },
					outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
				},
			}),
		),
	) as Output;
	const fault = output.errors?.find(({ severity }) => severity === "error");
	if (fault !== undefined) throw new Error(fault.formattedMessage);
	const { abi, evm } = output.contracts["test.sol"].Counter;
	compiled = { abi, bytecode: `0x${evm.bytecode.object}` };
	return compiled;
}
