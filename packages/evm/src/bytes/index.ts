export {
	type Address,
	bytesToAddress,
	type Hash,
	InvalidAddressError,
	numberToAddress,
	parseAddress,
	zeroAddress,
} from "./address.js";
export { compareBytes, concatBytes, emptyBytes, equalBytes } from "./bytes.js";
export { bytesToHex, type Hex, hexToBytes, InvalidHexError, isHex } from "./hex.js";
export { bigIntToBytes, bigIntToMinimalBytes, bytesToBigInt, IntegerOutOfRangeError } from "./integer.js";
