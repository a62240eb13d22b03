// Memory for everything that outlives a call: blocks whose sizes are powers of two, recycled through one free list per
// size. Blocks never move, so records may point at each other.

const FREE_LISTS: usize = memory.data(32 * 4, 16);
const SMALLEST: u32 = 6; // 64 bytes
let heapTop: usize = 0;

/** Set when there is no more memory. Whoever asked for some turns that into a halt, or traps: then the host makes it one. */
let exhausted: bool = false;

/** Whether memory was exhausted since the last transaction began. */
export function isHeapExhausted(): bool {
	return exhausted;
}

export function forgetExhaustion(): void {
	exhausted = false;
}

@inline
function sizeClass(size: usize): u32 {
	return size <= 64 ? SMALLEST : 32 - clz<u32>(<u32>size - 1);
}

/** The size of the block that holds `size` bytes. */
@inline
export function blockSize(size: usize): usize {
	return (<usize>1) << sizeClass(size);
}

/**
 * A block of at least `size` bytes, aligned to 64; its content is undefined. 0 when memory is exhausted.
 */
export function allocate(size: usize): usize {
	if (size > 0x80000000) {
		exhausted = true;
		return 0;
	}
	const list = FREE_LISTS + (sizeClass(size) << 2);
	const free = <usize>load<u32>(list);
	if (free != 0) {
		store<u32>(list, load<u32>(free));
		return free;
	}
	if (heapTop == 0) heapTop = (__heap_base + 63) & ~63;
	const address = heapTop;
	const end = <u64>address + <u64>blockSize(size);
	if (end > 0xffff0000) {
		exhausted = true;
		return 0;
	}
	const pages = <i32>((end + 0xffff) >> 16);
	const missing = pages - memory.size();
	// Growing by more than what is missing keeps the number of growths, each of which detaches JavaScript's views, low.
	if (missing > 0) {
		const ahead = max(missing, memory.size() >> 2);
		if (memory.grow(ahead) < 0 && memory.grow(missing) < 0) {
			exhausted = true;
			return 0;
		}
	}
	heapTop = <usize>end;
	return address;
}

/** Gives back a block that `allocate(size)` returned. */
export function release(address: usize, size: usize): void {
	const list = FREE_LISTS + (sizeClass(size) << 2);
	store<u32>(address, load<u32>(list));
	store<u32>(list, <u32>address);
}

/** Bytes handed out or recycled so far: the kernel's footprint beyond its static data. */
export function heapSize(): usize {
	return heapTop == 0 ? 0 : heapTop - __heap_base;
}
