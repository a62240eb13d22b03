// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Counter} from "../contracts/Counter.sol";
import {Log, vm} from "../script/Vm.sol";

/// Runs on a fork of the node: with the counter that was deployed there.
contract CounterTest {
	bool public constant IS_TEST = true;

	Counter counter;

	function setUp() external {
		counter = Counter(vm.envAddress("COUNTER"));
	}

	function testSeesTheChain() external view {
		require(block.chainid == 31337, "chain");
		require(counter.total() == 8, "total");
		require(address(counter).balance == 2 ether, "balance");
	}

	function testCounts() external {
		vm.recordLogs();
		vm.prank(address(0xee));
		require(counter.count(4) == 12, "total");
		Log[] memory logs = vm.getRecordedLogs();
		require(logs.length == 1 && logs[0].topics[2] == bytes32(uint256(4)), "logs");
	}

	function testReverts() external {
		vm.expectRevert(abi.encodeWithSelector(Counter.TooMuch.selector, 101, 100));
		counter.count(101);
	}

	function testOldBlock() external {
		vm.rollFork(1);
		require(counter.total() == 5, "total after the first block");
	}

	function testFailsHere() external view {
		require(counter.total() == 9, "as it should");
	}
}
