import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

/**
 * Keeps this process and its children on one core while they are timed, so that all peers meet the same cache and clock; and
 * sets them free while they warm up, because V8 optimises in threads of its own, which on one core would have to share
 * it with what they optimise for.
 */
export class Pinning {
	readonly #children: readonly number[];
	readonly #cores = cpus().length;
	/** False where there is no taskset: everything runs wherever it likes. */
	readonly isPossible: boolean;

	/** @param children process numbers of peers */
	constructor(children: readonly number[], wanted: boolean) {
		this.#children = children;
		this.isPossible = wanted && this.#set(`0-${this.#cores - 1}`);
	}

	pin(): void {
		if (this.isPossible) this.#set(String(this.#cores - 1));
	}

	release(): void {
		if (this.isPossible) this.#set(`0-${this.#cores - 1}`);
	}

	#set(cores: string): boolean {
		return [process.pid, ...this.#children].every(
			(id) => spawnSync("taskset", ["-a", "-c", "-p", cores, String(id)], { stdio: "ignore" }).status === 0,
		);
	}
}
