// Fills fixtures/ with public test vectors from their official sources, for those who do not have them yet:
//
//   npm run fixtures                     everything (downloads about 700 MB, keeps about 150 MB)
//   npm run fixtures -- ef-state kzg     only these sets
//   npm run fixtures -- --list           what there is, and where it comes from; downloads nothing
//
// Needs `tar` and a connection to github.com; HTTPS_PROXY is not looked at. What is complete stays, so that a run that was
// interrupted can be repeated. Versions are pinned: tests assert exact counts of cases. The counts are those of the sets
// that continuous integration uses, from which vectors above 4 MiB and a few doubles were removed; where a release has
// more, the test says so, and all cases count.
import { spawnSync } from "node:child_process";
import {
	createWriteStream,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const target = join(resolve(dirname(fileURLToPath(import.meta.url)), ".."), "fixtures");

/** The archive of a repository at a commit. */
function repository(name, commit) {
	return [`https://codeload.github.com/${name}/tar.gz/${commit}`];
}

const executionSpecTests = [
	"execution-specs/releases/download/tests-v5.4.0",
	"execution-spec-tests/releases/download/v5.4.0",
].map((path) => `https://github.com/ethereum/${path}/fixtures_stable.tar.gz`);
const ethereumTests = repository("ethereum/tests", "4c87ebbf024a3e9ec842bcce90564f629a3bcd82");
const legacyTests = repository("ethereum/legacytests", "71560ecd8d6b9e8b9a4280aba66dbab762608edf");
const goEthereum = repository("ethereum/go-ethereum", "02b73d4ea7181464175e0a6cbecc0a3a2655a562");
const goevmlab = repository("holiman/goevmlab", "56392a88e9217e34ef03ed827334acd6c540643c");

/**
 * Set → where it comes from: addresses to try in their order, the folder inside the archive (its first folder left
 * out), which files of it, and what else is to be done.
 */
const sets = {
	"eest-state": { from: executionSpecTests, folder: "state_tests", files: /\.json$/ },
	"ef-state": { from: ethereumTests, folder: "GeneralStateTests", files: /\.json$/ },
	"ef-basic": {
		from: ethereumTests,
		folder: ".",
		files: /^(ABI|Basic|Difficulty|Genesis|KeyStore|PoW|RLP|Transaction|Trie)Tests\/.*\.json$/,
	},
	"legacy-cancun-state": { from: legacyTests, folder: "Cancun/GeneralStateTests", files: /\.json$/ },
	"legacy-constantinople-state": { from: legacyTests, folder: "Constantinople/GeneralStateTests", files: /\.json$/ },
	"legacy-vm": { from: legacyTests, folder: "Constantinople/VMTests", files: /\.json$/ },
	precompiles: { from: goEthereum, folder: "core/vm/testdata/precompiles", files: /\.json$/ },
	"opcode-vectors": { from: goEthereum, folder: "core/vm/testdata", files: /^testcases_\w+\.json$/ },
	"eip-vectors": {
		from: repository("ethereum/EIPs", "f767a1e8078e17c9b381a91d35a09492189ede1b"),
		folder: "assets",
		files: /^eip-2537\/.*\.json$/,
	},
	kzg: { from: repository("ethereum/c-kzg-4844", "v2.1.1"), folder: ".", convert: convertKzg },
	eip3155: { from: goevmlab, folder: "evms/testdata", files: /^(cases|roots|traces)\//, plain: true },
	"fuzz-finds": { from: goevmlab, folder: ".", files: /^(examples|trophies)\/.*\.jsonl?$/, plain: true },
	"bench/evm-benchmarks": {
		from: repository("ipsilon/evm-benchmarks", "d8b88f4046a87d6b902378cef752591f95427b43"),
		folder: "benchmarks",
		files: /\.json$/,
	},
	"bench/programs": {
		from: repository("paradigmxyz/revmc", "6917daede576be4056cf8633b3a0148220fbf771"),
		folder: "data",
		files: /\.json$/,
	},
};

/** Lets a mistake of the user or the network end the program with one line. */
class Failure extends Error {}

const scratch = mkdtempSync(join(tmpdir(), "evmore-fixtures-"));
const unpacked = new Map();

/** Downloads and unpacks an archive once. @returns the folder of its content */
async function fetchArchive(addresses) {
	const key = addresses[0];
	if (unpacked.has(key)) return unpacked.get(key);
	const file = join(scratch, `${unpacked.size}.tar.gz`);
	const reasons = [];
	for (const address of addresses) {
		console.error(`downloading ${address}`);
		try {
			const response = await fetch(address);
			if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
			await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
			const folder = file.replace(".tar.gz", "");
			mkdirSync(folder);
			const tar = spawnSync("tar", ["-xzf", file, "-C", folder, "--strip-components=1"], { stdio: "inherit" });
			if (tar.status !== 0) throw new Error(tar.error?.message ?? "tar could not unpack it");
			rmSync(file);
			unpacked.set(key, folder);
			return folder;
		} catch (error) {
			reasons.push(`${address}: ${error.cause?.message ?? error.message}`);
		}
	}
	throw new Failure(`cannot download ${reasons.join("; ")}`);
}

/** All files below a folder, as paths from it. */
function listFiles(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"));
}

async function fillSet(name, { from, folder, files, plain = false, convert }) {
	const done = join(target, name);
	if (existsSync(done)) {
		console.error(`${name}: is there already (remove fixtures/${name} to fetch it again)`);
		return;
	}
	const source = join(await fetchArchive(from), folder);
	if (!existsSync(source)) throw new Failure(`${name}: the archive ${from[0]} has no folder ${folder}`);
	const partial = `${done}.partial`;
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true });
	let count = 0;
	const put = (path, content) => {
		const to = join(partial, plain ? path : `${path}.gz`);
		mkdirSync(dirname(to), { recursive: true });
		writeFileSync(to, plain ? content : gzipSync(content));
		count++;
	};
	if (convert !== undefined) convert(source, put);
	else for (const path of listFiles(source)) if (files.test(path)) put(path, readFileSync(join(source, path)));
	if (count === 0) throw new Failure(`${name}: the archive ${from[0]} has no such files in ${folder}`);
	// Whole or not at all.
	renameSync(partial, done);
	console.error(`${name}: ${count} files`);
}

/** The cases, which are small YAML files, and the trusted setup, which is lines of hex, as JSON. */
function convertKzg(source, put) {
	const folder = join(source, "tests/verify_kzg_proof/kzg-mainnet");
	const cases = readdirSync(folder).map((name) => {
		const text = readFileSync(join(folder, name, "data.yaml"), "utf8");
		const field = (key) => new RegExp(`\\b${key}:\\s*['"]?(\\w*)`).exec(text)?.[1];
		const input = Object.fromEntries(["commitment", "z", "y", "proof"].map((key) => [key, field(key)]));
		return { input, output: JSON.parse(field("output")), name };
	});
	put("verify-kzg-proof.json", JSON.stringify(cases));
	const [lagrange, monomial, ...points] = readFileSync(join(source, "src/trusted_setup.txt"), "utf8")
		.trim()
		.split(/\s+/);
	const take = (count) => points.splice(0, count).map((hex) => `0x${hex}`);
	put(
		"trusted_setup.json",
		JSON.stringify({ g1_lagrange: take(Number(lagrange)), g2_monomial: take(Number(monomial)) }),
	);
}

function writeReadme(names) {
	const rows = names.map((name) => `| ${name} | ${sets[name].from[0]} | ${sets[name].folder} |`);
	const lines = [
		"# Test vectors",
		"",
		"Fetched by `npm run fixtures`.",
		"",
		"| set | source | folder |",
		"|---|---|---|",
		...rows,
	];
	writeFileSync(join(target, "README.md"), `${lines.join("\n")}\n`);
}

async function main(words) {
	if (words.includes("--list") || words.includes("--help")) {
		for (const [name, { from, folder }] of Object.entries(sets)) console.log(`${name.padEnd(28)} ${from[0]} ${folder}`);
		return;
	}
	const unknown = words.filter((word) => !Object.hasOwn(sets, word));
	if (unknown.length > 0)
		throw new Failure(`there is no set ${unknown.join(", ")}; there are ${Object.keys(sets).join(", ")}`);
	for (const name of words.length > 0 ? words : Object.keys(sets)) await fillSet(name, sets[name]);
	writeReadme(Object.keys(sets).filter((name) => existsSync(join(target, name))));
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Failure)) throw error;
	console.error(`error: ${error.message}`);
	process.exitCode = 1;
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
