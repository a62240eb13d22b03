/** What came out, or `error`. */
export declare const result: object;
