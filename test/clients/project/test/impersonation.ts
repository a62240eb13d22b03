import assert from "node:assert/strict";
import { it } from "node:test";
import { network } from "hardhat";
import { parseEther } from "viem";

// Only where the node signs: Hardhat sends for nobody but its own accounts where it has keys.
const { viem, networkHelpers } = await network.create();

it("the node lends others' names", async () => {
	const rich = `0x${"ee".repeat(20)}` as const;
	const counter = await viem.deployContract("Counter", [5n]);
	await networkHelpers.setBalance(rich, parseEther("1"));
	await networkHelpers.impersonateAccount(rich);
	const reader = await viem.getPublicClient();
	const hash = await counter.write.count([9n], { account: rich });
	const { from, status } = await reader.waitForTransactionReceipt({ hash });
	assert.deepEqual([from, status], [rich, "success"]);
	assert.equal(await counter.read.total(), 14n);
	await networkHelpers.stopImpersonatingAccount(rich);
	await assert.rejects(counter.write.count([1n], { account: rich }), /unknown account/);
});
