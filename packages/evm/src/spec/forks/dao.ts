import { eip779 } from "../eips/eip779.js";
import { extendFork, type Fork } from "../fork.js";
import { homestead } from "./homestead.js";

export const dao: Fork = extendFork(
	homestead,
	"DAO",
	[eip779],
	"July 2016: the ether drained from The DAO moves to a contract where its owners can fetch it. The rules of execution stay as they were.",
);
