import { describe, expect, test } from "vitest";
import { forkAt } from "./chain.js";
import { InvalidChainConfigError, parseChainConfig } from "./chain-config.js";
import { resolveSpec } from "./spec.js";

const config = {
	chainId: 5,
	homesteadBlock: 0,
	eip150Block: 3,
	eip155Block: 6,
	eip158Block: 6,
	berlinBlock: 24,
	londonBlock: null,
	mergeNetsplitBlock: 36,
	terminalTotalDifficulty: 100,
	shanghaiTime: 390,
	cancunTime: 420,
	pragueTime: 450,
	osakaTime: 500,
	depositContractAddress: "0x00000000000000000000000000000000000000AA",
	blobSchedule: {
		cancun: { target: 3, max: 6, baseFeeUpdateFraction: 3338477 },
		prague: { target: 4, max: 8, baseFeeUpdateFraction: 5007716 },
	},
};

describe("parseChainConfig", () => {
	test("reads when forks begin", () => {
		const { network } = parseChainConfig(config);
		const at = (number: number, timestamp: number, parentTotalDifficulty: bigint): string =>
			forkAt(network, { number, timestamp, parentTotalDifficulty });
		expect(network.chainId).toBe(5);
		expect(network.depositContract).toBe("0x00000000000000000000000000000000000000aa");
		expect(at(0, 0, 0n)).toBe("Homestead");
		expect(at(3, 0, 0n)).toBe("TangerineWhistle");
		expect(at(6, 0, 0n)).toBe("SpuriousDragon");
		expect(at(30, 0, 0n)).toBe("Berlin");
		// The split block says nothing: the difficulty does.
		expect(at(40, 0, 99n)).toBe("Berlin");
		expect(at(40, 0, 100n)).toBe("Paris");
		expect(at(40, 450, 100n)).toBe("Prague");
	});

	test("a merge from the start needs no difficulty", () => {
		const { network } = parseChainConfig({ terminalTotalDifficulty: 0, shanghaiTime: 0 });
		expect(forkAt(network, { number: 0, timestamp: 0 })).toBe("Shanghai");
	});

	test("the first block may reach the terminal difficulty", () => {
		const activations = { terminalTotalDifficulty: 100, londonBlock: 0, blobSchedule: { nofork: {} } };
		expect(forkAt(parseChainConfig(activations, 100n).network, { number: 0, timestamp: 0 })).toBe("Paris");
		expect(forkAt(parseChainConfig(activations, 99n).network, { number: 0, timestamp: 0 })).toBe("London");
	});

	test("sets blob parameters, also of later forks without an entry", () => {
		const { specOf } = parseChainConfig(config);
		expect(specOf("Cancun")).toBe(resolveSpec("Cancun"));
		expect(specOf("Prague").parameters).toMatchObject({ targetBlobs: 4, maxBlobs: 8 });
		expect(specOf("Osaka").parameters).toMatchObject({ targetBlobs: 4, maxBlobs: 8 });
		expect(specOf("Prague")).toBe(specOf("Prague"));
		expect(resolveSpec("Prague").parameters.maxBlobs).toBe(9);
	});

	test.each([
		[{ berlinBlock: -1 }, "config.berlinBlock"],
		[{ terminalTotalDifficulty: "x" }, "config.terminalTotalDifficulty"],
		[{ depositContractAddress: "0x12" }, "config.depositContractAddress"],
		[{ blobSchedule: { cancun: 1 } }, "config.blobSchedule.cancun"],
		[{ blobSchedule: { cancun: { target: 1 } } }, "config.blobSchedule.cancun.max"],
		[[], "config is not"],
	])("refuses %j", (value, message) => {
		expect(() => parseChainConfig(value)).toThrow(InvalidChainConfigError);
		expect(() => parseChainConfig(value)).toThrow(message);
	});
});
