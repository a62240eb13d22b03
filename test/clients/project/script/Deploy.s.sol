// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Counter} from "../contracts/Counter.sol";
import {vm} from "./Vm.sol";

/// Deploys a counter twice, the second time with CREATE2, and counts.
contract Deploy {
	bool public constant IS_SCRIPT = true;

	event Deployed(address plain, address salted);

	function run() external returns (Counter plain, Counter salted) {
		vm.startBroadcast();
		plain = new Counter{value: 2 ether}(5);
		salted = new Counter{salt: bytes32(uint256(1))}(7);
		plain.count(3);
		vm.stopBroadcast();
		require(plain.total() == 8, "simulated");
	}
}
