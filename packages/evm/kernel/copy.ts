// Copies of what programs mostly copy: a few words. `memory.copy` is a call out of WebAssembly, and takes longer than they do.

/** As `memory.copy`, for sizes above 0. */
export function copyBytes(target: usize, source: usize, size: u32): void {
	if (size > 64 || size < 8) {
		memory.copy(target, source, size);
		return;
	}
	// Everything is read before anything is written: the ranges may overlap. The middle is moved twice.
	const end = source + size;
	const targetEnd = target + size;
	if (size < 16) {
		const first = load<u64>(source);
		const last = load<u64>(end - 8);
		store<u64>(target, first);
		store<u64>(targetEnd - 8, last);
		return;
	}
	const first = v128.load(source);
	const last = v128.load(end - 16);
	if (size > 32) {
		const second = v128.load(source, 16);
		const third = v128.load(end - 32);
		v128.store(target, second, 16);
		v128.store(targetEnd - 32, third);
	}
	v128.store(target, first);
	v128.store(targetEnd - 16, last);
}

/** Sizes up to this one are copied in place by {@link copyRoomy}. */
const SMALL: u32 = 128;

/** Copies to another place, where both sides have room for 16 bytes that begin in the last one. */
@inline
export function copyRoomy(target: usize, source: usize, size: u32): void {
	if (size > SMALL) memory.copy(target, source, size);
	else for (let i: usize = 0; i < <usize>size; i += 16) v128.store(target + i, v128.load(source + i));
}
