import { contractProgram, type Program } from "../program.js";
import { loopCode } from "./loop.js";

function word(value: number | bigint): string {
	return value.toString(16).padStart(64, "0");
}

function times(hex: string, bytes: number): string {
	return hex.repeat(Math.ceil((bytes * 2) / hex.length)).slice(0, bytes * 2);
}

// Generators of the groups, and what else has to be on a curve; hex in the encoding of the precompiles.
const bn254G1 = word(1) + word(2);
const bn254MinusG1 = word(1) + word(0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45n);
const bn254G2 =
	"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2" +
	"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed" +
	"090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b" +
	"12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa";
const blsNumber = (hex: string): string => hex.padStart(128, "0");
const blsG1X = "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";
const blsG1Y = 0x08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1n;
const blsField = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;
const blsG1 = blsNumber(blsG1X) + blsNumber(blsG1Y.toString(16));
const blsMinusG1 = blsNumber(blsG1X) + blsNumber((blsField - blsG1Y).toString(16));
const blsG2 = [
	"024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8",
	"13e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e",
	"0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a76d429a695160d12c923ac9cc3baca289e193548608b82801",
	"0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be",
]
	.map(blsNumber)
	.join("");

/** Hash, v, r, s. */
const signature =
	"18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c" +
	"000000000000000000000000000000000000000000000000000000000000001c" +
	"73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f" +
	"eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549";

/** Hash, r, s, public key. */
const p256Signature =
	"fca3bf9cfa85791385a9e3c2f7c8d69af145a1e5938be8140e7cff29d74c0554" +
	"53e04332a457244e61fcaf167f7fea0507d0185615d8acd9d432e45676419245" +
	"359a86e52e34e4953d81b4953f51c370d1e82ba1cdec3469c181c844c4b8905f" +
	"08969236553e2a206231bed1c3a906fd26058d4a2cedf32974bba09743ca66c3" +
	"a667424a01b9446688f5e885667548cf0288daf08739fd437f6ab4821a8e3b11";

/** Versioned hash, z, y, commitment, proof. */
const openedBlob =
	"01e798154708fe7789429634053cbf9f99b619f9f084048927333fce637f549b564c0a11a0f704f4fc3e8acfe0f8245f" +
	"0ad1347b378fbf96e206da11a5d3630624d25032e67a7e6a4910df5834b8fe70e6bcfeeac0352434196bdf4b2485d5a1" +
	"8f59a8d2a1a625a17f3fea0fe5eb8c896db3764f3185481bc22f91b4aaffcca25f26936857bc3a7c2539ea8ec3a952b7" +
	"873033e038326e87ed3e1276fd140253fa08e9fc25fb2d9a98527fc22a2c9612fbeafdad446cbc7bcdbdcd780af2c16a";

interface PrecompileCase {
	readonly name: string;
	readonly address: number;
	readonly count: number;
	readonly input: string;
	readonly outputSize: number;
	/** Where two bytes of the loop's counter are written, so that no two calls are the same; undefined: nowhere. */
	readonly varyAt?: number;
}

function modexp(size: number, exponent: string): string {
	const modulus = `${times("c7a3", size - 1)}01`;
	return word(size) + word(exponent.length / 2) + word(size) + times("9b57", size) + exponent + modulus;
}

const scalar = times("2b3c4d5e6f708192", 32);

// No call costs a million gas: evmore remembers the results of those that do.
const cases: readonly PrecompileCase[] = [
	{ name: "ecrecover-50", address: 1, count: 50, input: signature, outputSize: 32, varyAt: 0 },
	{ name: "sha256-32-1000", address: 2, count: 1000, input: times("5a", 32), outputSize: 32, varyAt: 0 },
	{ name: "sha256-1k-100", address: 2, count: 100, input: times("5a", 1024), outputSize: 32, varyAt: 0 },
	{ name: "ripemd160-1k-100", address: 3, count: 100, input: times("5a", 1024), outputSize: 32, varyAt: 0 },
	{ name: "identity-1k-1000", address: 4, count: 1000, input: times("5a", 1024), outputSize: 1024, varyAt: 0 },
	{ name: "modexp-32-100", address: 5, count: 100, input: modexp(32, times("f1", 32)), outputSize: 32, varyAt: 96 },
	{ name: "modexp-256-e65537-100", address: 5, count: 100, input: modexp(256, "010001"), outputSize: 256, varyAt: 96 },
	{ name: "modexp-256-20", address: 5, count: 20, input: modexp(256, times("f1", 31)), outputSize: 256, varyAt: 96 },
	{ name: "bn254-add-100", address: 6, count: 100, input: bn254G1 + bn254G1, outputSize: 64 },
	{ name: "bn254-mul-50", address: 7, count: 50, input: bn254G1 + scalar, outputSize: 64, varyAt: 80 },
	{ name: "bn254-pairing2-5", address: 8, count: 5, input: bn254G1 + bn254G2 + bn254MinusG1 + bn254G2, outputSize: 32 },
	{
		name: "blake2f-12r-1000",
		address: 9,
		count: 1000,
		input: `0000000c${times("6a", 208)}01`,
		outputSize: 64,
		varyAt: 4,
	},
	{ name: "kzg-5", address: 10, count: 5, input: openedBlob, outputSize: 64 },
	{ name: "bls-g1add-100", address: 11, count: 100, input: blsG1 + blsG1, outputSize: 128 },
	{ name: "bls-g1msm-8", address: 12, count: 5, input: times(blsG1 + scalar, 8 * 160), outputSize: 128, varyAt: 128 },
	{ name: "bls-g2add-100", address: 13, count: 100, input: blsG2 + blsG2, outputSize: 256 },
	{ name: "bls-g2msm-8", address: 14, count: 5, input: times(blsG2 + scalar, 8 * 288), outputSize: 256, varyAt: 256 },
	{ name: "bls-pairing2-5", address: 15, count: 5, input: blsG1 + blsG2 + blsMinusG1 + blsG2, outputSize: 32 },
	{ name: "bls-map-g1-20", address: 16, count: 20, input: blsNumber("1"), outputSize: 128, varyAt: 40 },
	{
		name: "bls-map-g2-20",
		address: 17,
		count: 20,
		input: blsNumber("1") + blsNumber("2"),
		outputSize: 256,
		varyAt: 104,
	},
	{ name: "p256verify-50", address: 256, count: 50, input: p256Signature, outputSize: 32 },
];

/** Loops around calls of precompiles. */
export function precompilePrograms(): Program[] {
	return cases.map(({ name, address, count, input, outputSize, varyAt }) => {
		const size = input.length / 2;
		const output = Math.ceil(size / 32) * 32;
		const vary =
			varyAt === undefined ? "" : `DUP1 PUSH2 ${varyAt} MSTORE8 DUP1 PUSH1 8 SHR PUSH2 ${varyAt + 1} MSTORE8`;
		const call = `PUSH2 ${outputSize} PUSH2 ${output} PUSH2 ${size} PUSH1 0 PUSH2 ${address} GAS STATICCALL POP`;
		const before = "CALLDATASIZE PUSH1 0 PUSH1 0 CALLDATACOPY";
		const after = `PUSH2 ${outputSize} PUSH2 ${output} RETURN`;
		const code = loopCode(count, `${vary} ${call}`, before, after);
		return contractProgram(`pc-${name}`, "precompiles", code, { data: `0x${input}`, fork: "Osaka" });
	});
}
