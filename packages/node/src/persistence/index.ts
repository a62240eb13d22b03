export { LmdbDatabase, type LmdbOptions } from "./lmdb-database.js";
export {
	CorruptDatabaseError,
	DatabaseInUseError,
	DatabaseWriteError,
	UnknownDatabaseError,
} from "./persistence-error.js";
