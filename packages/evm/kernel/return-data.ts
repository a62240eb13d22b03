// The output of the last call. It owns its bytes: an output that were a view of somebody's memory would change with it
// (CVE-2020-26241, CVE-2021-39137).
import { copyRoomy } from "./copy";
import { allocate, blockSize, release } from "./heap";

let buffer: usize = 0;
let capacity: usize = 0;
export let returnDataSize: u32 = 0;

@inline
export function returnDataAddress(): usize {
	return buffer;
}

@inline
export function clearReturnData(): void {
	returnDataSize = 0;
}

/** Room for `size` bytes of output, which the caller fills; 0 when memory is exhausted. */
export function reserveReturnData(size: u32): usize {
	if (<usize>size + 32 > capacity) {
		const larger = blockSize(<usize>size + 32);
		const moved = allocate(larger);
		if (moved == 0) return 0;
		if (capacity != 0) release(buffer, capacity);
		buffer = moved;
		capacity = larger;
	}
	returnDataSize = size;
	return buffer;
}

/** Copies an output; false when memory is exhausted. */
export function setReturnData(source: usize, size: u32): bool {
	const target = reserveReturnData(size);
	if (target == 0) return false;
	copyRoomy(target, source, size);
	return true;
}
