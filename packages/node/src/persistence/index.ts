export { forkedAt } from "../database/kept-rules.js";
export { LmdbDatabase, type LmdbOptions } from "./lmdb-database.js";
export {
	CorruptDatabaseError,
	DatabaseInUseError,
	DatabaseWriteError,
	UnknownDatabaseError,
} from "./persistence-error.js";
export { pruneHistory } from "./prune-history.js";
export { RemoteCacheFolder } from "./remote-cache-folder.js";
export { type Verification, verifyDatabase } from "./verify-database.js";
