/** The entry points of a package's source: its front, and the front of each folder. */
export function findEntries(source: string): Record<string, string>;
