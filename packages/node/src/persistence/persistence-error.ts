import { BaseError } from "@evmore/evm";

/** The folder belongs to a process that runs. */
export class DatabaseInUseError extends BaseError {}

/** What was read is not what was written. */
export class CorruptDatabaseError extends BaseError {}

/** A folder that holds something else, or a later version of a database. */
export class UnknownDatabaseError extends BaseError {}

/** What was to be kept could not be written; nothing of it was. */
export class DatabaseWriteError extends BaseError {}
