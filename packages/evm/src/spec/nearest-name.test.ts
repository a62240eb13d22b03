import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestName } from "./nearest-name.js";

const forks = ["Frontier", "Homestead", "Shanghai", "Cancun", "Prague", "Osaka"];

describe("nearestName", () => {
	test.each([
		["shangai", "Shanghai"],
		["CANCUM", "Cancun"],
		["Prauge", "Prague"],
		["Homested", "Homestead"],
	])("%s means %s", (wanted, name) => {
		expect(nearestName(wanted, forks)).toBe(name);
	});

	test("nothing is near to nonsense", () => {
		expect(nearestName("xyzzy", forks)).toBeUndefined();
		expect(nearestName("", forks)).toBeUndefined();
		expect(nearestName("Shanghai".repeat(1000), forks)).toBeUndefined();
	});

	test("a name is nearest to itself, and to itself with two letters swapped", () => {
		fc.assert(
			fc.property(fc.constantFrom(...forks), fc.nat(3), (name, at) => {
				expect(nearestName(name, forks)).toBe(name);
				const swapped = name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2);
				expect(nearestName(swapped, forks)).toBe(name);
			}),
		);
	});
});
