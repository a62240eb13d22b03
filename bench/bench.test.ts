import { expect, test } from "vitest";
import { geometricMean, measureProgram, summarise } from "./measure.js";
import { EthereumjsPeer } from "./peers/ethereumjs.js";
import { EvmorePeer } from "./peers/evmore.js";
import type { Outcome, Program } from "./program.js";
import { opcodePrograms } from "./programs/opcodes.js";
import { precompilePrograms } from "./programs/precompiles.js";
import { callPrograms, statePrograms } from "./programs/state.js";
import { formatReport, makeJsonReport } from "./report.js";

const ownPrograms = [...opcodePrograms(), ...statePrograms(), ...callPrograms()];
const evmore = new EvmorePeer("evmore", "auto");

test("every program has a name of its own", () => {
	const names = [...ownPrograms, ...precompilePrograms()].map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});

test.each(ownPrograms.map((program) => [program.name, program] as const))("%s ends well", async (_, program) => {
	expect((await evmore.load(program)).status).toBe("success");
});

test("@ethereumjs/evm agrees on programs of each kind", async () => {
	const names = ["stop", "mulmod-256", "sload-cold", "log2-1000", "create2-100", "call-value-1000", "mcopy-32"];
	const chosen = ownPrograms.filter(({ name }) => names.includes(name));
	expect(chosen).toHaveLength(names.length);
	for (const program of chosen) {
		expect(await new EthereumjsPeer().load(program)).toEqual(await evmore.load(program));
	}
});

test("a peer that gives something else is not timed", async () => {
	const program = ownPrograms.find(({ name }) => name === "stop")!;
	class Liar extends EvmorePeer {
		override async load(loaded: Program): Promise<Outcome> {
			return { ...(await super.load(loaded)), gasUsed: 1 };
		}
	}
	const peers = [evmore, new Liar("interpreter", "interpreter")];
	const result = await measureProgram(program, peers, { rounds: 3, roundMs: 1, slowMs: 500 });
	expect([...result.times.keys()]).toEqual(["evmore"]);
	expect(result.disagreements.get("interpreter")).toBe("gas 1, not 0");
	expect(formatReport([result], [{ name: "revm", reason: "cargo is not installed" }])).toContain(
		"Missing: revm: cargo is not installed",
	);
	const json = makeJsonReport([result], [], { machine: "m", node: "n", commit: "c" });
	expect(json.programs[0]).toMatchObject({ name: "stop", kind: "calls", gas: 0 });
	expect(json.disagreements).toEqual([{ program: "stop", peer: "interpreter", difference: "gas 1, not 0" }]);
});

test("medians, spreads and means", () => {
	expect(summarise([5])).toEqual({ median: 5, spread: 0, rounds: 1 });
	expect(summarise([1, 2, 3, 4, 100])).toEqual({ median: 3, spread: 1 / 3, rounds: 5 });
	expect(geometricMean([0.5, 2, 8])).toBeCloseTo(2);
});
