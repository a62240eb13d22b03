export {
	Blockchain,
	BlockchainBusyError,
	type BlockchainOptions,
	type ImportedBlock,
	type ImportOptions,
	type ImportResult,
	type KnownBlock,
	UnknownStateError,
} from "./blockchain.js";
