// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Counts by steps of at most 100.
contract Counter {
	error TooMuch(uint256 wanted, uint256 most);
	event Counted(address indexed who, uint256 indexed step, uint256 total);

	uint256 public total;
	address public immutable owner;

	constructor(uint256 start) payable {
		total = start;
		owner = msg.sender;
	}

	function count(uint256 step) external returns (uint256) {
		if (step > 100) revert TooMuch(step, 100);
		require(step != 13, "unlucky");
		total += step;
		emit Counted(msg.sender, step, total);
		return total;
	}

	function clear() external {
		require(msg.sender == owner, "not the owner");
		total = 0;
	}
}
