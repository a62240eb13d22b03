// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

struct Log {
	bytes32[] topics;
	bytes data;
	address emitter;
}

/// Of forge's cheatcodes those that are used here, instead of the library forge-std.
interface Vm {
	function startBroadcast() external;
	function stopBroadcast() external;
	function prank(address sender) external;
	function deal(address account, uint256 balance) external;
	function warp(uint256 timestamp) external;
	function expectRevert(bytes calldata data) external;
	function recordLogs() external;
	function getRecordedLogs() external returns (Log[] memory);
	function envAddress(string calldata name) external returns (address);
	function activeFork() external returns (uint256);
	function rollFork(uint256 blockNumber) external;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
