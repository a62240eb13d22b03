import { minimise } from "../differential/minimise.js";
import { describeProgram, type FuzzProgram } from "../differential/program.js";
import { Random } from "../differential/random.js";
import { settings, TierComparison } from "./compare-tiers.js";
import type { TierProgram } from "./generate.js";

/** A program that differs. */
export interface Failure {
	readonly program: FuzzProgram;
	readonly setting: string;
	readonly difference: string;
}

export interface Check {
	/** How often the program was run and compared. */
	readonly runs: number;
	readonly failure: Failure | undefined;
}

/** Programs that use no more than this are run with every gas limit below what they use. */
const sweptGas = 1200n;
/** Others with so many. */
const sampledLimits = 40;

/** Compares a program in the compiler's tier and in one other setting, and with less gas when it asks for that. */
export async function checkProgram(comparison: TierComparison, { program, sweepsGas }: TierProgram): Promise<Check> {
	const random = new Random(program.id);
	const others = Object.keys(settings).filter((name) => name !== "compiler");
	const chosen = ["compiler", ...(random.chance(40) ? [random.pick(others)] : [])];
	let runs = 0;
	for (const setting of chosen) {
		runs++;
		const difference = await comparison.compare(program, setting);
		if (difference !== undefined) return { runs, failure: { program, setting, difference } };
	}
	if (!sweepsGas) return { runs, failure: undefined };
	const used = await comparison.gasUsed(program);
	const isSmall = used <= sweptGas;
	const limits = isSmall ? Number(used) + 1 : sampledLimits;
	for (let i = 0; i < limits; i++) {
		const gas = isSmall ? BigInt(i) : BigInt(random.below(Number(used)));
		const limited = withGas(program, gas);
		runs++;
		const difference = await comparison.compare(limited, "compiler");
		if (difference !== undefined) return { runs, failure: { program: limited, setting: "compiler", difference } };
	}
	return { runs, failure: undefined };
}

/** The program, its first message with another gas limit. */
function withGas(program: FuzzProgram, gas: bigint): FuzzProgram {
	return { ...program, messages: program.messages.map((message, i) => (i === 0 ? { ...message, gas } : message)) };
}

/** The failure as text, the program made as small as it gets. */
export async function explainDifference({ program, setting, difference }: Failure): Promise<string> {
	const fresh = (candidate: FuzzProgram): Promise<string | undefined> =>
		new TierComparison().compare(candidate, setting);
	if ((await fresh(program)) === undefined) {
		return `DIFFERENT ${program.id} (${setting}, only behind other programs): ${difference}\n${describeProgram(program)}\n`;
	}
	const small = await minimise(program, async (candidate) => (await fresh(candidate)) !== undefined);
	return `DIFFERENT ${program.id} (${setting}): ${difference}\nminimised: ${await fresh(small)}\n${describeProgram(small)}\n`;
}
