import { readFileSync } from "node:fs";

/**
 * What tells a process from all others, also from later ones with the same number: on Linux the boot and the moment it
 * started. It is one line of text.
 */
export function identifyProcess(pid: number = process.pid): string {
	return `${pid} ${startOf(pid)}`;
}

/** Does the process still run that had this identity? */
export function isRunning(identity: string): boolean {
	const pid = Number(identity.split(" ", 1)[0]);
	if (!Number.isInteger(pid) || pid <= 0) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		// It is somebody else's, but it is there.
		if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
	}
	return identifyProcess(pid) === identity;
}

/** Empty where the system does not say. */
function startOf(pid: number): string {
	try {
		const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The second field is a name in parentheses, which may hold anything.
		return `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
	} catch {
		return "";
	}
}
