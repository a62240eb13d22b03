import { Halt } from "@evmore/evm/engine";
import { findDifference } from "../differential/outcome.js";
import type { FuzzProgram } from "../differential/program.js";
import { TierRunner, type TierSetting } from "./run-tier.js";
import { settles } from "./settles.js";

/** The settings that have to agree with the interpreter. */
export const settings: Readonly<Record<string, TierSetting>> = {
	/** All code compiled when it is first run. */
	compiler: { tier: "compiler" },
	/** Code changes its tier in the middle of a program. */
	auto: { tier: "auto", limits: { hotGas: 3000n } },
	/** There is room for one module or two: compiled code is taken away while its frames wait. */
	eviction: { tier: "compiler", limits: { linkedSizeBytes: 2000 } },
	/** The state answers with promises: instructions in the middle of a block wait and run again. */
	slow: { tier: "compiler", slow: true },
};

/** Compares tiers on programs. */
export class TierComparison {
	#reference: TierRunner;
	readonly #runners = new Map<string, TierRunner>();
	#runs = 0;

	constructor() {
		this.#reference = new TierRunner({ tier: "interpreter" });
	}

	/** Gas that the first message of a program uses in the interpreter. */
	async gasUsed(program: FuzzProgram): Promise<bigint> {
		const { messages } = await this.#reference.run(program);
		return messages[0]!.gasUsed;
	}

	/** The first difference between the interpreter and a setting; undefined: there is none. */
	async compare(program: FuzzProgram, setting: string): Promise<string | undefined> {
		// Machines are kept, so that what one program leaves behind is seen by the next; but not for ever.
		if (++this.#runs % 5000 === 0) {
			this.#reference = new TierRunner({ tier: "interpreter" });
			this.#runners.clear();
		}
		let runner = this.#runners.get(setting);
		if (runner === undefined) {
			runner = new TierRunner(settings[setting]!);
			this.#runners.set(setting, runner);
		}
		try {
			const expected = await this.#reference.run(program);
			const actual = await runner.run(program);
			const difference = findDifference(actual, expected);
			if (difference !== undefined) return difference;
			for (const [i, { status, reason }] of actual.messages.entries()) {
				const other = expected.messages[i]!.reason;
				const isSettled = status === "halt" && settles(Halt[reason as keyof typeof Halt]);
				if (reason !== other && !isSettled) return `message ${i}: reason ${reason}, theirs ${other}`;
			}
			for (const [i, marks] of actual.warm.entries()) {
				if (marks !== expected.warm[i]) return `message ${i}: warm ${marks}, theirs ${expected.warm[i]}`;
			}
			return undefined;
		} catch (error) {
			this.#reference = new TierRunner({ tier: "interpreter" });
			this.#runners.delete(setting);
			return `threw ${error instanceof Error ? error.stack : error}`;
		}
	}
}
