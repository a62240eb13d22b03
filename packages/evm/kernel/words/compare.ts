// Comparisons. The results are the words 0 and 1; `sp` is the first operand, `sp - 32` the second and the place of the
// result. The predicates take addresses, for those who need no word.
import { isZeroWord, setU64 } from "./convert";

/** Whether [left] < [right], unsigned. Most words that programs compare differ in their lowest limb only. */
@inline
export function isLess(left: usize, right: usize): bool {
	const a3 = load<u64>(left, 24);
	const b3 = load<u64>(right, 24);
	if (a3 != b3) return a3 < b3;
	const a2 = load<u64>(left, 16);
	const b2 = load<u64>(right, 16);
	if (a2 != b2) return a2 < b2;
	const a1 = load<u64>(left, 8);
	const b1 = load<u64>(right, 8);
	return a1 != b1 ? a1 < b1 : load<u64>(left) < load<u64>(right);
}

/** Whether [left] < [right], two's complement. */
@inline
export function isLessSigned(left: usize, right: usize): bool {
	const a3 = load<i64>(left, 24);
	const b3 = load<i64>(right, 24);
	if (a3 != b3) return a3 < b3;
	const a2 = load<u64>(left, 16);
	const b2 = load<u64>(right, 16);
	if (a2 != b2) return a2 < b2;
	const a1 = load<u64>(left, 8);
	const b1 = load<u64>(right, 8);
	return a1 != b1 ? a1 < b1 : load<u64>(left) < load<u64>(right);
}

@inline
export function isEqual(left: usize, right: usize): bool {
	return (
		((load<u64>(left) ^ load<u64>(right)) |
			(load<u64>(left, 8) ^ load<u64>(right, 8)) |
			(load<u64>(left, 16) ^ load<u64>(right, 16)) |
			(load<u64>(left, 24) ^ load<u64>(right, 24))) ==
		0
	);
}

/** [sp - 32] = [sp] < [sp - 32] */
@inline
export function lt(sp: usize): void {
	setU64(sp - 32, <u64>isLess(sp, sp - 32));
}

/** [sp - 32] = [sp] > [sp - 32] */
@inline
export function gt(sp: usize): void {
	setU64(sp - 32, <u64>isLess(sp - 32, sp));
}

/** [sp - 32] = [sp] < [sp - 32], two's complement */
@inline
export function slt(sp: usize): void {
	setU64(sp - 32, <u64>isLessSigned(sp, sp - 32));
}

/** [sp - 32] = [sp] > [sp - 32], two's complement */
@inline
export function sgt(sp: usize): void {
	setU64(sp - 32, <u64>isLessSigned(sp - 32, sp));
}

/** [sp - 32] = [sp] == [sp - 32] */
@inline
export function eq(sp: usize): void {
	setU64(sp - 32, <u64>isEqual(sp, sp - 32));
}

/** [sp] = [sp] == 0 */
@inline
export function iszero(sp: usize): void {
	setU64(sp, <u64>isZeroWord(sp));
}
