import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
	type Eip,
	eips,
	type Fork,
	forkAliases,
	forkNames,
	forks,
	opcodes,
	Parameter,
	type ParameterName,
	parameterCount,
	Rule,
	type RuleChanges,
	type RuleName,
	resolveSpec,
	ruleCount,
	type Spec,
} from "../../packages/evm/src/spec/index.js";

const specFolder = join(dirname(fileURLToPath(import.meta.url)), "../../packages/evm/src/spec");

function memberNames(enumeration: object): string[] {
	return Object.keys(enumeration).filter((key) => Number.isNaN(Number(key)));
}

function namesOf<K extends string>(record: Readonly<Partial<Record<K, unknown>>> | undefined): K[] {
	return Object.keys(record ?? {}) as K[];
}

/** Everything a fork is made of, in the order it is applied. */
function stepsOf(fork: Fork): readonly (readonly [string, RuleChanges])[] {
	const own = fork.changes === undefined ? [] : [[fork.name, fork.changes] as const];
	const steps = fork.eips.map((eip) => [`EIP-${eip.number}`, eip] as const);
	return fork.parent === undefined ? [...own, ...steps] : [...steps, ...own];
}

const specOf = new Map<string, Spec>(forks.map((fork) => [fork.name, resolveSpec(fork.name)]));
const laterForks = forks.slice(1);

describe("the enumerations that the kernel shares", () => {
	test("their counts are right, and their tables in the kernel have room", () => {
		expect(memberNames(Parameter).length).toBe(parameterCount);
		expect(memberNames(Rule).length).toBe(ruleCount);
		expect(parameterCount).toBeLessThanOrEqual(64);
		expect(ruleCount).toBeLessThanOrEqual(64);
	});

	test("every fork has a value for every parameter and rule, in the enum's order of names", () => {
		for (const spec of specOf.values()) {
			expect(namesOf(spec.parameters).sort()).toEqual(memberNames(Parameter).sort());
			expect(namesOf(spec.rules)).toEqual(memberNames(Rule));
			for (const value of Object.values(spec.parameters)) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
		}
	});
});

describe("opcodes", () => {
	test("every opcode with a row is in the table, and since is the first fork with a row", () => {
		for (const { name, code, since } of opcodes) {
			const first = forks.find(({ name: fork }) => specOf.get(fork)!.staticGas[code]! >= 0)?.name;
			expect([name, since]).toEqual([name, first]);
		}
		const known = new Set(opcodes.map(({ code }) => code));
		for (const { staticGas } of specOf.values()) {
			staticGas.forEach((gas, code) => {
				if (gas >= 0) expect(known.has(code)).toBe(true);
			});
		}
	});

	test("once there, an opcode stays", () => {
		for (const { name, parent } of laterForks) {
			specOf.get(parent!.name)!.staticGas.forEach((gas, code) => {
				if (gas >= 0) expect(specOf.get(name)!.staticGas[code]).toBeGreaterThanOrEqual(0);
			});
		}
	});

	test("static gas fits the kernel's table (16 bits)", () => {
		for (const { staticGas } of specOf.values()) expect(Math.max(...staticGas)).toBeLessThan(65_536);
	});
});

describe("every change changes something", () => {
	test.each(laterForks.map((fork) => [fork.name, fork] as const))("%s", (_, fork) => {
		const before = specOf.get(fork.parent!.name)!;
		const seen = new Map<string, string>();
		const claim = (what: string, by: string): void => {
			expect([what, seen.get(what)]).toEqual([what, undefined]);
			seen.set(what, by);
		};
		for (const [by, changes] of stepsOf(fork)) {
			for (const name of namesOf(changes.gas)) {
				claim(name, by);
				const { code } = opcodes.find((opcode) => opcode.name === name)!;
				expect([name, changes.gas![name] ?? -1]).not.toEqual([name, before.staticGas[code]]);
			}
			for (const name of namesOf<ParameterName>(changes.parameters)) {
				claim(name, by);
				expect([name, changes.parameters![name]]).not.toEqual([name, before.parameters[name]]);
			}
			for (const name of namesOf<RuleName>(changes.rules)) {
				claim(`rule ${name}`, by);
				expect([name, changes.rules![name]]).not.toEqual([name, before.rules[name]]);
			}
			for (const { address, name, pricing } of changes.precompiles ?? []) {
				claim(`precompile ${address}`, by);
				expect(`EIP-${pricing}`).toBe(by);
				const old = before.precompiles.get(address);
				if (old !== undefined) expect(old).toMatchObject({ name });
				expect(old?.pricing).not.toBe(pricing);
			}
			for (const type of changes.transactionTypes ?? []) {
				claim(`type ${type}`, by);
				expect(before.transactionTypes.has(type)).toBe(false);
			}
		}
	});

	test("every parameter of an EIP has one that introduced it: the first fork's value is the only default", () => {
		expect(namesOf(forks[0]!.changes?.parameters).sort()).toEqual(memberNames(Parameter).sort());
		expect(laterForks.filter(({ changes }) => changes !== undefined).map(({ name }) => name)).toEqual([
			"BPO1",
			"BPO2",
			"BPO3",
			"BPO4",
		]);
	});

	test("every rule is switched on by exactly one EIP, apart from the one that was taken back", () => {
		const switchedOn = forks.flatMap(({ eips: list }) =>
			list.flatMap(({ rules }) => namesOf<RuleName>(rules).filter((name) => rules![name])),
		);
		const twice = switchedOn.filter((name, index) => switchedOn.indexOf(name) !== index);
		expect(twice).toEqual(["netStorageMetering"]);
		expect([...new Set(switchedOn)].sort()).toEqual(memberNames(Rule).sort());
	});
});

describe("precompiled contracts", () => {
	test("one address, one name", () => {
		const names = new Map<number, string>();
		for (const { precompiles } of specOf.values()) {
			for (const [address, entry] of precompiles) {
				expect(entry.address).toBe(address);
				expect(names.get(address) ?? entry.name).toBe(entry.name);
				names.set(address, entry.name);
			}
		}
		expect(new Set(names.values()).size).toBe(names.size);
		expect(names.size).toBe(18);
	});
});

describe("EIPs", () => {
	const files = readdirSync(join(specFolder, "eips")).filter((file) => /^eip\d+\.ts$/.test(file));

	test("one file each, with a comment of its own", () => {
		expect(files.map((file) => Number(/\d+/.exec(file)![0])).sort((a, b) => a - b)).toEqual([...eips.keys()]);
		for (const file of files) {
			const comment = /\/\*\*([\s\S]+?)\*\//.exec(readFileSync(join(specFolder, "eips", file), "utf8"))?.[1] ?? "";
			expect([file, comment.length > 60]).toEqual([file, true]);
		}
	});

	test("each is in one fork; what is in none cannot be executed yet", () => {
		const used: Eip[] = forks.flatMap(({ eips: list }) => list);
		expect(new Set(used).size).toBe(used.length);
		for (const eip of used) expect(eips.get(eip.number)).toBe(eip);
		const unused = [...eips.values()].filter((eip) => !used.includes(eip));
		expect(unused.map(({ implemented }) => implemented)).toEqual([false]);
		expect(used.filter(({ implemented }) => implemented === false)).toEqual([]);
		expect(new Set([...eips.values()].map(({ title }) => title)).size).toBe(eips.size);
	});

	test("the data is frozen", () => {
		for (const eip of eips.values()) {
			expect(Object.isFrozen(eip)).toBe(true);
			for (const part of [eip.gas, eip.parameters, eip.rules, eip.precompiles, eip.transactionTypes]) {
				if (part !== undefined) expect(Object.isFrozen(part)).toBe(true);
			}
		}
	});
});

describe("forks", () => {
	test("are there in their order, each after its parent", () => {
		expect(forks.map(({ name }) => name)).toEqual(forkNames);
		expect(forks.map(({ parent }) => parent)).toEqual([undefined, ...forks.slice(0, -1)]);
	});

	test.each(forks.map(({ name, summary }) => [name, summary]))("%s: two sentences", (_, summary) => {
		expect(summary).toMatch(/\.$/);
		expect(summary.split(/(?<=\.) (?=[A-Z])/)).toHaveLength(2);
	});

	test("aliases resolve, and are no fork's name", () => {
		for (const [alias, name] of Object.entries(forkAliases)) {
			for (const spelled of [alias, alias.toLowerCase(), alias.toUpperCase()]) {
				expect(resolveSpec(spelled)).toBe(specOf.get(name));
			}
			expect(forkNames.some((fork) => fork.toLowerCase() === alias.toLowerCase())).toBe(false);
		}
	});
});
