import type { Address, Hex } from "@evmore/evm";
import type { Database } from "../database/database.js";
import type { ErrorAbi } from "../errors/revert-reason.js";
import type { ForkOptions } from "../fork/remote-node.js";
import type { PoolOrder } from "../pool/transaction-pool.js";

/** What the producer is offered when a request does not say, wei per gas. */
export const defaultPriorityFee = 1_000_000_000n;

/** What a node is made of; everything has a default, anvil's where it has one. */
export interface NodeOptions {
	/** A fork by any of its names. Default: "Osaka"; of a forked chain what is known of its network. */
	readonly hardfork?: string;
	/** A genesis file as go-ethereum writes it: its `config` says which forks come when. Instead of the accounts' genesis. */
	readonly genesis?: unknown;
	/** The node to fork from: the state of its chain is this one's, and is read when it is needed. */
	readonly fork?: ForkOptions;
	/** Default: 31337, or what the genesis or the forked chain says. */
	readonly chainId?: number;
	/** Default: "test test test test test test test test test test test junk". */
	readonly mnemonic?: string;
	/** How many accounts. Default: 10. */
	readonly accounts?: number;
	readonly derivationPath?: string;
	/** Further keys of accounts, which are given the same balance. */
	readonly privateKeys?: readonly Hex[];
	/** Wei of each account. Default: 10,000 ether; with a genesis nothing, unless it is given: those it does not name have it then. */
	readonly balance?: bigint;
	/** Of blocks. Default: 30,000,000. */
	readonly gasLimit?: bigint;
	/** Most bytes of a contract's code; twice as many of initcode. Default: what the rules say. */
	readonly codeSizeLimit?: number;
	/** Wei per gas, of the genesis. Default: 1 gwei. */
	readonly baseFee?: bigint;
	/** Least wei per gas of a legacy transaction. Default: 0. */
	readonly minGasPrice?: bigint;
	/** Wei per gas that `eth_gasPrice` offers above the base fee. Default: 1 gwei. */
	readonly minPriorityFee?: bigint;
	/** Whether what its sender cannot pay is refused; otherwise it is dropped when it cannot be mined. Default: true. */
	readonly checksPoolBalances?: boolean;
	/** Seconds since 1970, of the genesis. Default: now. */
	readonly timestamp?: bigint;
	/** Of the genesis. Default: 0. */
	readonly number?: bigint;
	/** Whether the genesis has the contract through which Foundry and others use CREATE2. Default: true. */
	readonly hasCreate2Deployer?: boolean;
	/** Who gets the fees. Default: the zero address. */
	readonly coinbase?: Address;
	/** Mines when a transaction comes. Default: true, unless there is a block time. */
	readonly automine?: boolean;
	/** Mines every so many seconds. */
	readonly blockTime?: number;
	/** Default: "fees". */
	readonly order?: PoolOrder;
	/** Most transactions in a block. Default: as many as have room. */
	readonly maxTransactions?: number;
	/** Anybody may send in the name of everybody. */
	readonly autoImpersonate?: boolean;
	/** Most gas of a call, and of all calls of a simulation. Default: 50,000,000. */
	readonly callGasLimit?: bigint;
	/** Blocks behind the head that is "finalized"; half of it behind is "safe". Default: 64. */
	readonly finalityDepth?: bigint;
	/** What `web3_clientVersion` answers, by which some tools decide whether to talk to a node. Default: evmore and its version. */
	readonly clientVersion?: string;
	/** An ABI, as compilers write it: its custom errors are decoded in error messages and in the log. */
	readonly abi?: ErrorAbi;
	/** Where everything is kept. Default: in memory. */
	readonly database?: Database;
	/** Milliseconds since 1970: the clock on the wall, for tests. */
	readonly wallTimeMs?: () => number;
	/** Whether what contracts write with console.log is among the lines for people. Default: true. */
	readonly logsConsole?: boolean;
	/** Whether the calls of every transaction and every `eth_call` are among them, as a tree: it takes time. Default: false. */
	readonly printsTraces?: boolean;
	/** Called with each line for people: mined blocks, failed transactions, what contracts write with console.log. */
	readonly log?: (line: string) => void;
}
