import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther, recoverTypedDataAddress } from "viem";

// The tests of a project, as its authors would write them: run on every network of the configuration.
const { viem, networkHelpers } = await network.create();
const { assertions } = viem;

async function deployCounter() {
	const [owner, other] = await viem.getWalletClients();
	assert.ok(owner !== undefined && other !== undefined);
	const counter = await viem.deployContract("Counter", [5n], { value: parseEther("2") });
	return { counter, owner, other, reader: await viem.getPublicClient(), tester: await viem.getTestClient() };
}

describe("Counter", () => {
	it("is deployed, and called", async () => {
		const { counter, owner, reader } = await networkHelpers.loadFixture(deployCounter);
		assert.equal(await counter.read.total(), 5n);
		assert.equal(await counter.read.owner(), getAddress(owner.account.address));
		assert.equal(await reader.getBalance({ address: counter.address }), parseEther("2"));
		assert.equal(await reader.getChainId(), 31_337);
	});

	it("begins anew in every test: fixtures are snapshots", async () => {
		const { counter, other } = await networkHelpers.loadFixture(deployCounter);
		await counter.write.count([3n], { account: other.account });
		assert.equal(await counter.read.total(), 8n);
		const again = await networkHelpers.loadFixture(deployCounter);
		assert.equal(again.counter.address, counter.address);
		assert.equal(await counter.read.total(), 5n);
	});

	it("tells of what it counts", async () => {
		const { counter, owner, reader } = await networkHelpers.loadFixture(deployCounter);
		await assertions.emitWithArgs(counter.write.count([3n]), counter, "Counted", [
			getAddress(owner.account.address),
			3n,
			8n,
		]);
		const fromBlock = await reader.getBlockNumber();
		await counter.write.count([4n]);
		const events = await counter.getEvents.Counted({ step: 4n }, { fromBlock });
		assert.deepEqual(
			events.map(({ args }) => args.total),
			[12n],
		);
	});

	it("says why it does not", async () => {
		const { counter, other } = await networkHelpers.loadFixture(deployCounter);
		await assertions.revertWith(counter.write.count([13n]), "unlucky");
		await assertions.revertWith(counter.write.clear({ account: other.account }), "not the owner");
		await assertions.revertWithCustomErrorWithArgs(counter.write.count([101n]), counter, "TooMuch", [101n, 100n]);
		await assertions.revertWith(counter.simulate.count([13n]), "unlucky");
		await assertions.revertWith(counter.estimateGas.count([13n]), "unlucky");
	});

	it("is estimated", async () => {
		const { counter, reader } = await networkHelpers.loadFixture(deployCounter);
		const gas = await counter.estimateGas.count([3n]);
		const hash = await counter.write.count([3n], { gas });
		const { gasUsed, status } = await reader.waitForTransactionReceipt({ hash });
		assert.equal(status, "success");
		assert.ok(gasUsed <= gas);
	});
});

describe("the node", () => {
	it("moves ether", async () => {
		const { owner, other } = await networkHelpers.loadFixture(deployCounter);
		await assertions.balancesHaveChanged(owner.sendTransaction({ to: other.account.address, value: 7n }), [
			{ address: other.account.address, amount: 7n },
		]);
	});

	it("goes ahead in time, and mines", async () => {
		const { reader } = await networkHelpers.loadFixture(deployCounter);
		const before = await networkHelpers.time.latest();
		await networkHelpers.time.increase(3600);
		assert.equal(await networkHelpers.time.latest(), before + 3600);
		await networkHelpers.time.increaseTo(before + 10_000);
		assert.equal(await networkHelpers.time.latest(), before + 10_000);
		const number = await reader.getBlockNumber();
		await networkHelpers.mine(3, { interval: 60 });
		assert.equal(await reader.getBlockNumber(), number + 3n);
		// The interval lies between the three.
		const passed = (await networkHelpers.time.latest()) - (before + 10_000);
		assert.ok(passed >= 121 && passed < 180, String(passed));
	});

	it("has its accounts set", async () => {
		const { counter, reader } = await networkHelpers.loadFixture(deployCounter);
		const rich = `0x${"ee".repeat(20)}` as const;
		await networkHelpers.setBalance(rich, parseEther("1"));
		assert.equal(await reader.getBalance({ address: rich }), parseEther("1"));
		await networkHelpers.setStorageAt(counter.address, 0, 77);
		assert.equal(await counter.read.total(), 77n);
	});

	it("goes back to a snapshot", async () => {
		const { counter } = await networkHelpers.loadFixture(deployCounter);
		const snapshot = await networkHelpers.takeSnapshot();
		await counter.write.count([9n]);
		assert.equal(await counter.read.total(), 14n);
		await snapshot.restore();
		assert.equal(await counter.read.total(), 5n);
	});

	it("signs typed data", async () => {
		const { owner } = await networkHelpers.loadFixture(deployCounter);
		const typed = {
			domain: { name: "evmore", chainId: 31_337 },
			types: { Note: [{ name: "text", type: "string" }] },
			primaryType: "Note",
			message: { text: "hello" },
		} as const;
		const signature = await owner.signTypedData(typed);
		assert.equal(await recoverTypedDataAddress({ ...typed, signature }), getAddress(owner.account.address));
	});

	it("tells of new blocks", async () => {
		const { counter, reader } = await networkHelpers.loadFixture(deployCounter);
		const number = await reader.getBlockNumber();
		const seen = new Promise<bigint>((resolve, reject) => {
			const end = reader.watchBlockNumber({
				pollingInterval: 10,
				onBlockNumber: (found) => {
					if (found <= number) return;
					end();
					resolve(found);
				},
				onError: reject,
			});
		});
		await counter.write.count([1n]);
		assert.equal(await seen, number + 1n);
	});
});
