/**
 * Milliseconds that the processor has worked for this process, all its threads together: compilers and the collector of garbage
 * count, what others do on the machine does not.
 */
export function cpuTimeMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
