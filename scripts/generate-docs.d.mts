/** Where the pages lie. */
export declare const generatedFolder: string;
/** Every page: path below docs/generated → content. */
export declare function generatePages(spec: unknown, methodNames: readonly string[]): Map<string, string>;
/** The pages as they lie on the disk now. */
export declare function readPages(): Map<string, string>;
/** Paths of pages that are missing, different or not wanted any more. */
export declare function findStalePages(
	wanted: ReadonlyMap<string, string>,
	present: ReadonlyMap<string, string>,
): string[];
