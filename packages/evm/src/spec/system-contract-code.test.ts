import { expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../bytes/hex.js";
import { keccak256 } from "../crypto/keccak256.js";
import { systemContracts } from "./system-contract-code.js";

// The hashes of what stands at these addresses on mainnet.
test("code has the hash that it has on mainnet", () => {
	expect(
		systemContracts.map(({ address, code }) => [address, bytesToHex(keccak256(hexToBytes(code)))]),
	).toMatchInlineSnapshot(`
		[
		  [
		    "0x000f3df6d732807ef1319fb7b8bb8522d0beac02",
		    "0xf57acd40259872606d76197ef052f3d35588dadf919ee1f0e3cb9b62d3f4b02c",
		  ],
		  [
		    "0x0000f90827f1c53a10cb7a02335b175320002935",
		    "0x6e49e66782037c0555897870e29fa5e552daf4719552131a0abce779daec0a5d",
		  ],
		  [
		    "0x00000961ef480eb55e80d19ad83579a64c007002",
		    "0x0345a365d2f4c5975b9f1599abe0a2ee76b7a3a731bc68781bd04c84e4858f50",
		  ],
		  [
		    "0x0000bbddc7ce488642fb579f8b00f3a590007251",
		    "0x78c6cb5202685228bbcbfb992b1c4e116c7ec5ef11e25b8e92716cfc628ddd60",
		  ],
		]
	`);
});
