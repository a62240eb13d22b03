import type { Spec, StateDatabase } from "@evmore/evm";
import { Machine, runAsync, type Task } from "@evmore/evm/evm";

/** Machines at work at once; each has a memory of its own. */
const maxMachines = 8;

/** Lends machines to executions that change nothing; several run at once when some wait for state. */
export class MachinePool {
	readonly #free: Machine[] = [];
	#made = 0;
	readonly #waiting: ((machine: Machine) => void)[] = [];

	/** Runs a task on a machine that has these rules and reads this state. What it changed in the machine is forgotten. */
	run<T>(spec: Spec, state: StateDatabase, work: (machine: Machine) => Task<T>): Promise<T> {
		return this.lend(spec, state, (machine) => runAtOnce(work(machine)));
	}

	/** As `run`, for work that may be a promise. */
	async lend<T>(spec: Spec, state: StateDatabase, work: (machine: Machine) => Promise<T> | T): Promise<T> {
		const machine = this.#free.pop() ?? (await this.#make(spec, state));
		try {
			machine.setSpec(spec);
			machine.setDatabase(state);
			const result = work(machine);
			// What is done goes back before anybody else asks: whoever calls side by side uses one machine, which knows the code.
			return result instanceof Promise ? await result : result;
		} finally {
			machine.movePrecompiles(undefined);
			machine.reset();
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
