import { eip2681 } from "../eips/eip2681.js";
import { eip3607 } from "../eips/eip3607.js";
import { eip7610 } from "../eips/eip7610.js";
import { type Fork, startForks } from "../fork.js";
import { unlimited, unlimitedSizeBytes } from "../limits.js";
import type { OpcodeName } from "../opcodes.js";
import { storagePrices } from "../storage-gas.js";

/** Rows for PUSH1 to PUSH32, DUP1 to DUP16 and the like. */
function family(name: string, from: number, to: number, gas: number): Partial<Record<OpcodeName, number>> {
	return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, i) => [`${name}${from + i}`, gas]));
}

/**
 * The rules of block 0: the first opcodes with their static gas, four precompiled contracts, legacy transactions, and a
 * value for every parameter (Yellow Paper, appendices G and H, in the version of 2015). What came later starts with the
 * value under which it has no effect.
 */
export const frontier: Fork = startForks(
	"Frontier",
	{
		gas: {
			STOP: 0,
			ADD: 3,
			MUL: 5,
			SUB: 3,
			DIV: 5,
			SDIV: 5,
			MOD: 5,
			SMOD: 5,
			ADDMOD: 8,
			MULMOD: 8,
			EXP: 10,
			SIGNEXTEND: 5,

			LT: 3,
			GT: 3,
			SLT: 3,
			SGT: 3,
			EQ: 3,
			ISZERO: 3,
			AND: 3,
			OR: 3,
			XOR: 3,
			NOT: 3,
			BYTE: 3,

			KECCAK256: 30,

			ADDRESS: 2,
			BALANCE: 20,
			ORIGIN: 2,
			CALLER: 2,
			CALLVALUE: 2,
			CALLDATALOAD: 3,
			CALLDATASIZE: 2,
			CALLDATACOPY: 3,
			CODESIZE: 2,
			CODECOPY: 3,
			GASPRICE: 2,
			EXTCODESIZE: 20,
			EXTCODECOPY: 20,

			BLOCKHASH: 20,
			COINBASE: 2,
			TIMESTAMP: 2,
			NUMBER: 2,
			PREVRANDAO: 2,
			GASLIMIT: 2,

			POP: 2,
			MLOAD: 3,
			MSTORE: 3,
			MSTORE8: 3,
			SLOAD: storagePrices.frontier.sload,
			SSTORE: 0,
			JUMP: 8,
			JUMPI: 10,
			PC: 2,
			MSIZE: 2,
			GAS: 2,
			JUMPDEST: 1,

			...family("PUSH", 1, 32, 3),
			...family("DUP", 1, 16, 3),
			...family("SWAP", 1, 16, 3),
			...family("LOG", 0, 4, 375),

			CREATE: 32_000,
			CALL: 40,
			CALLCODE: 40,
			RETURN: 0,
			SELFDESTRUCT: 0,
		},
		parameters: {
			maxCodeSizeBytes: unlimitedSizeBytes,
			maxInitcodeSizeBytes: unlimitedSizeBytes,

			expByte: 10,
			keccakWord: 6,
			copyWord: 3,
			logTopic: 375,
			logDataByte: 8,
			memoryWord: 3,
			memoryQuadraticDivisor: 512,
			initcodeWord: 0,
			codeDepositByte: 200,

			callValue: 9000,
			callStipend: 2300,
			newAccount: 25_000,

			coldAccountAccess: 0,
			coldSlotAccess: storagePrices.frontier.cold,
			warmAccess: 0,

			sstoreNoop: storagePrices.frontier.noop,
			sstoreSet: storagePrices.frontier.set,
			sstoreReset: storagePrices.frontier.reset,
			sstoreClearRefund: storagePrices.frontier.clearRefund,
			sstoreSentry: storagePrices.frontier.sentry,

			selfdestructRefund: 24_000,
			maxRefundQuotient: 2,

			transactionBase: 21_000,
			transactionCreate: 0,
			transactionDataZeroByte: 4,
			transactionDataNonZeroByte: 68,
			accessListAddress: 0,
			accessListSlot: 0,
			floorDataToken: 0,
			authorization: 0,
			authorizationBase: 0,
			maxTransactionGas: unlimited,

			gasPerBlob: 0,
			targetBlobs: 0,
			maxBlobs: 0,
			maxBlobsPerTransaction: 0,
			minBlobBaseFee: 0,
			blobBaseFeeUpdateFraction: 0,
			blobReserveGas: 0,

			blockRewardGwei: 5_000_000_000,
			difficultyBombDelayBlocks: 0,
			gasLimitBoundDivisor: 1024,
			minGasLimit: 5000,
			maxExtraDataBytes: 32,
			baseFeeElasticity: 0,
			baseFeeMaxChangeDenominator: 0,
			initialBaseFee: 0,
			maxBlockSizeBytes: unlimited,
		},
		precompiles: [
			{ address: 0x01, name: "ecrecover", pricing: 0 },
			{ address: 0x02, name: "sha256", pricing: 0 },
			{ address: 0x03, name: "ripemd160", pricing: 0 },
			{ address: 0x04, name: "identity", pricing: 0 },
		],
		transactionTypes: [0],
	},
	[eip2681, eip3607, eip7610],
	"The first rules, from block 0 in July 2015. Later forks are told as differences from these.",
);
