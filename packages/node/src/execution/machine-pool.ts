import type { Spec, StateDatabase } from "@evmore/evm";
import { Machine, runAsync, type Task } from "@evmore/evm/evm";

/** Machines at work at once; each has a memory of its own. */
const maxMachines = 8;

/** What a machine may hold of what it has read before it forgets that, bytes. */
const maxKeptBytes = 64 << 20;

/** Lends machines to executions that change nothing; several run at once when some wait for state. */
export class MachinePool {
	readonly #free: Machine[] = [];
	/** Free machines that hold their database's state as it is, as far as they have read it. */
	readonly #clean = new WeakSet<Machine>();
	#made = 0;
	readonly #waiting: ((machine: Machine) => void)[] = [];

	/**
	 * Runs a task, which takes back what it changes, on a machine that has these rules and reads this state. What it reads is there at once for
	 * the next task on the same state.
	 */
	run<T>(spec: Spec, state: StateDatabase, work: (machine: Machine) => Task<T>): Promise<T> {
		return this.#lend(spec, state, (machine) => runAtOnce(work(machine)), true);
	}

	/** Lends a machine that has read nothing; what is read and changed with it is forgotten. */
	lend<T>(spec: Spec, state: StateDatabase, work: (machine: Machine) => Promise<T> | T): Promise<T> {
		return this.#lend(spec, state, work, false);
	}

	async #lend<T>(
		spec: Spec,
		state: StateDatabase,
		work: (machine: Machine) => Promise<T> | T,
		takesBack: boolean,
	): Promise<T> {
		const machine = this.#free.pop() ?? (await this.#make(spec, state));
		let isClean = false;
		try {
			machine.setSpec(spec);
			if (takesBack && this.#clean.has(machine) && machine.database === state) machine.refresh();
			else machine.setDatabase(state);
			const result = work(machine);
			// What is done goes back before anybody else asks: whoever calls side by side uses one machine, which knows the code.
			const value = result instanceof Promise ? await result : result;
			isClean = takesBack && machine.kernel.functions.heapSize() >>> 0 <= maxKeptBytes;
			return value;
		} finally {
			machine.movePrecompiles(undefined);
			if (isClean) this.#clean.add(machine);
			else {
				this.#clean.delete(machine);
				machine.reset();
			}
			const next = this.#waiting.shift();
			if (next === undefined) this.#free.push(machine);
			else next(machine);
		}
	}

	#make(spec: Spec, state: StateDatabase): Machine | Promise<Machine> {
		if (this.#made >= maxMachines) return new Promise((resolve) => this.#waiting.push(resolve));
		this.#made++;
		return new Machine(spec, state, "auto");
	}
}

/** Runs a task, and promises only what has to be waited for. */
function runAtOnce<T>(task: Task<T>): T | Promise<T> {
	const first = task.next();
	return first.done ? first.value : runAsync(resume(task, first.value));
}

function* resume<T>(task: Task<T>, awaited: Promise<unknown>): Task<T> {
	try {
		yield awaited;
	} catch (error) {
		task.throw(error);
		throw error;
	}
	return yield* task;
}
