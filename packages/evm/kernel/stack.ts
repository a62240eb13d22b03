// The operand stacks of all nested frames lie behind each other: a child's stack begins above what its caller has left.
import { allocate, release } from "./heap";
import { Frame, childOf, currentFrame, frameAt } from "./frame";

/** Words a stack may hold (Yellow Paper 9.1). */
export const STACK_WORDS: usize = 1024;
const STACK_BYTES: usize = STACK_WORDS * 32;

let arena: usize = 0;
let arenaSize: usize = 0;

export function initializeStack(): void {
	arenaSize = 1 << 20;
	arena = allocate(arenaSize);
	const root = frameAt(0);
	root.stackBase = arena;
	root.sp = arena;
}

/**
 * Makes room for a whole stack above `sp`, moving all stacks when needed, and gives the child of `parent` its base.
 * False when memory is exhausted.
 */
export function openStack(parent: Frame, child: Frame): bool {
	if (parent.sp + STACK_BYTES + 64 > arena + arenaSize) {
		if (!growStacks(parent)) return false;
	}
	child.stackBase = parent.sp;
	child.sp = parent.sp;
	return true;
}

function growStacks(last: Frame): bool {
	const newSize = arenaSize << 1;
	const newArena = allocate(newSize);
	if (newArena == 0) return false;
	memory.copy(newArena, arena, arenaSize);
	const shift = newArena - arena;
	for (let frame = frameAt(0); ; frame = childOf(frame)) {
		frame.sp += shift;
		frame.stackBase += shift;
		if (changetype<usize>(frame) == changetype<usize>(last)) break;
	}
	release(arena, arenaSize);
	arena = newArena;
	arenaSize = newSize;
	return true;
}
