import { readFileSync, writeFileSync } from "node:fs";

function readStatus(pid: number, field: "VmHWM" | "VmRSS"): number | undefined {
	try {
		const kib = new RegExp(`${field}:\\s*(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
		return kib === undefined ? undefined : Number(kib) / 1024;
	} catch {
		return undefined;
	}
}

/** Resident size of a process, MiB; undefined where the system does not tell. */
export function residentMiB(pid: number): number | undefined {
	return readStatus(pid, "VmRSS");
}

/** Largest resident size of a process since it began or `forgetPeak`, MiB. */
export function peakMiB(pid: number): number | undefined {
	return readStatus(pid, "VmHWM");
}

/** The peak begins anew (proc(5), clear_refs). */
export function forgetPeak(pid: number): void {
	try {
		writeFileSync(`/proc/${pid}/clear_refs`, "5");
	} catch {
		// Then the peak is that of the process from its beginning.
	}
}

/** Linux counts processor time in hundredths of a second (proc(5), USER_HZ). */
const msPerTick = 10;

/** Processor time of a process, all its threads, milliseconds; undefined where the system does not tell. */
export function cpuMs(pid: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The second field is a name in parentheses, which may have spaces; utime and stime are the 14th and 15th.
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		return (Number(fields[11]) + Number(fields[12])) * msPerTick;
	} catch {
		return undefined;
	}
}

export function difference(after: number | undefined, before: number | undefined): number | undefined {
	return after === undefined || before === undefined ? undefined : after - before;
}
