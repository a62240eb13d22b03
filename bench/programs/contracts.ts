import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bytesToHex } from "@evmore/evm";
import { keccak256 } from "@evmore/evm/crypto";
import type { Program } from "../program.js";
import { compileSolidity } from "./compile-solidity.js";
import { Stage } from "./stage.js";

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";

contract Token is ERC20 {
	constructor() ERC20("Token", "TOK") { _mint(msg.sender, 1e30); }
	function mint(address to, uint256 amount) external { _mint(to, amount); }
	function transferMany(uint256 count) external {
		for (uint256 i = 1; i <= count; i++) _transfer(msg.sender, address(uint160(0x10000 + i)), i);
	}
	function approveMany(uint256 count) external {
		for (uint256 i = 1; i <= count; i++) _approve(msg.sender, address(uint160(0x10000 + i)), i);
	}
	function mintMany(uint256 count) external {
		for (uint256 i = 1; i <= count; i++) _mint(address(uint160(0x10000 + i)), i);
	}
}

contract Sorter {
	uint256[] private values;
	function fill(uint256 count) external {
		for (uint256 i = 0; i < count; i++) values.push(uint256(keccak256(abi.encode(i))) % 1000);
	}
	/// Insertion sort in storage.
	function sort() external returns (uint256) {
		for (uint256 i = 1; i < values.length; i++) {
			uint256 value = values[i];
			uint256 j = i;
			while (j > 0 && values[j - 1] > value) { values[j] = values[j - 1]; j--; }
			values[j] = value;
		}
		return values[0];
	}
	/// The same in memory.
	function sortCopy() external view returns (uint256[] memory sorted) {
		sorted = values;
		for (uint256 i = 1; i < sorted.length; i++) {
			uint256 value = sorted[i];
			uint256 j = i;
			while (j > 0 && sorted[j - 1] > value) { sorted[j] = sorted[j - 1]; j--; }
			sorted[j] = value;
		}
	}
}

interface IPair { function swap(uint256 out0, uint256 out1, address to, bytes calldata data) external; }

contract Swapper {
	/// Pays a fixed amount of token0 into the pair and takes token1 out, so many times.
	function swapMany(ERC20 token0, IPair pair, uint256 count) external {
		for (uint256 i = 0; i < count; i++) {
			token0.transfer(address(pair), 1e18);
			pair.swap(0, 9e17, msg.sender, "");
		}
	}
}
`;

function selector(signature: string): string {
	return bytesToHex(keccak256(new TextEncoder().encode(signature))).slice(2, 10);
}

/** Call data of a function whose arguments are all words. */
function encodeCall(signature: string, ...words: readonly (bigint | string)[]): string {
	return `0x${selector(signature)}${words.map((value) => BigInt(value).toString(16).padStart(64, "0")).join("")}`;
}

const recipient = "0x00000000000000000000000000000000000bee5f";

/** Contracts as they are written in Solidity: tokens, sorting, a decentralised exchange. */
export function contractPrograms(): { programs: Program[]; missing: string[] } {
	let compiled: Record<string, string>;
	try {
		compiled = compileSolidity(source);
	} catch (error) {
		return { programs: [], missing: [`Solidity programs: ${error instanceof Error ? error.message : error}`] };
	}
	const programs = [...tokenPrograms(compiled), ...sortPrograms(compiled)];
	const artifacts = readUniswap();
	if (artifacts === undefined) return { programs, missing: ["uniswap-v2-swap: @uniswap/v2-core is not installed"] };
	return { programs: [...programs, ...swapPrograms(compiled, artifacts)], missing: [] };
}

function tokenPrograms(compiled: Record<string, string>): Program[] {
	const stage = new Stage();
	const token = stage.deploy(compiled.Token!);
	const one = (name: string, data: string): Program => stage.program(name, "contracts", token, data);
	return [
		one("erc20-transfer", encodeCall("transfer(address,uint256)", recipient, 1000n)),
		one("erc20-approve", encodeCall("approve(address,uint256)", recipient, 1000n)),
		one("erc20-mint", encodeCall("mint(address,uint256)", recipient, 1000n)),
		one("erc20-balance-of", encodeCall("balanceOf(address)", stage.sender)),
		one("erc20-transfer-500", encodeCall("transferMany(uint256)", 500n)),
		one("erc20-approve-500", encodeCall("approveMany(uint256)", 500n)),
		one("erc20-mint-500", encodeCall("mintMany(uint256)", 500n)),
	];
}

function sortPrograms(compiled: Record<string, string>): Program[] {
	const stage = new Stage();
	const sorter = stage.deploy(compiled.Sorter!);
	stage.call(sorter, encodeCall("fill(uint256)", 100n));
	return [
		stage.program("sort-storage-100", "contracts", sorter, encodeCall("sort()")),
		stage.program("sort-memory-100", "contracts", sorter, encodeCall("sortCopy()")),
	];
}

interface Artifacts {
	/** Creation code of UniswapV2Factory, which holds that of the pairs. */
	readonly factory: string;
}

function readUniswap(): Artifacts | undefined {
	try {
		const path = createRequire(import.meta.url).resolve("@uniswap/v2-core/build/UniswapV2Factory.json");
		const { bytecode } = JSON.parse(readFileSync(path, "utf8")) as { bytecode: string };
		return { factory: bytecode.startsWith("0x") ? bytecode : `0x${bytecode}` };
	} catch {
		return undefined;
	}
}

function swapPrograms(compiled: Record<string, string>, { factory: initcode }: Artifacts): Program[] {
	const stage = new Stage();
	const factory = stage.deploy(initcode + "0".repeat(64));
	const [token0, token1] = [stage.deploy(compiled.Token!), stage.deploy(compiled.Token!)].sort();
	stage.call(factory, encodeCall("createPair(address,address)", token0!, token1!));
	const pairWord = stage.call(factory, encodeCall("getPair(address,address)", token0!, token1!));
	const pair = `0x${pairWord.slice(-40)}` as const;
	for (const token of [token0!, token1!]) stage.call(token, encodeCall("transfer(address,uint256)", pair, 10n ** 24n));
	stage.call(pair, encodeCall("mint(address)", stage.sender));
	const swapper = stage.deploy(compiled.Swapper!);
	stage.call(token0!, encodeCall("transfer(address,uint256)", swapper, 10n ** 24n));
	const signature = "swapMany(address,address,uint256)";
	return [
		stage.program("uniswap-v2-swap", "contracts", swapper, encodeCall(signature, token0!, pair, 1n)),
		stage.program("uniswap-v2-swap-50", "contracts", swapper, encodeCall(signature, token0!, pair, 50n)),
	];
}
