import { Hardfork } from "@ethereumjs/common";

/** The forks that differ in execution, oldest first: our name, and that of @ethereumjs/common. */
export const fuzzForks: readonly { readonly name: string; readonly hardfork: Hardfork }[] = [
	{ name: "Frontier", hardfork: Hardfork.Chainstart },
	{ name: "Homestead", hardfork: Hardfork.Homestead },
	{ name: "TangerineWhistle", hardfork: Hardfork.TangerineWhistle },
	{ name: "SpuriousDragon", hardfork: Hardfork.SpuriousDragon },
	{ name: "Byzantium", hardfork: Hardfork.Byzantium },
	{ name: "Constantinople", hardfork: Hardfork.Constantinople },
	{ name: "Petersburg", hardfork: Hardfork.Petersburg },
	{ name: "Istanbul", hardfork: Hardfork.Istanbul },
	{ name: "Berlin", hardfork: Hardfork.Berlin },
	{ name: "London", hardfork: Hardfork.London },
	{ name: "Paris", hardfork: Hardfork.Paris },
	{ name: "Shanghai", hardfork: Hardfork.Shanghai },
	{ name: "Cancun", hardfork: Hardfork.Cancun },
	{ name: "Prague", hardfork: Hardfork.Prague },
	{ name: "Osaka", hardfork: Hardfork.Osaka },
];

/** Position of a fork in the list. */
export function forkIndex(name: string): number {
	const index = fuzzForks.findIndex((fork) => fork.name.toLowerCase() === name.toLowerCase());
	if (index < 0) throw new Error(`no fork ${name}: there are ${fuzzForks.map((fork) => fork.name).join(", ")}`);
	return index;
}
