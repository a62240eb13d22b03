import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { forkAliases, forkNames, Parameter, Rule } from "../../packages/evm/src/spec/index.js";
import {
	listFiles,
	parseSourceFile,
	readSourceFiles,
	readStrings,
	type SourceFile,
	withoutStrings,
} from "./source-file.js";

const folders = [
	"packages/evm/src",
	"packages/evm/kernel",
	"packages/evm/pairing",
	"packages/evm/secp256k1",
	"packages/node/src",
	"packages/cli/src",
	"test",
	"bench",
	"examples",
];
const files = readSourceFiles(...folders);
const generated = new Set([
	"packages/evm/src/engine/kernel-wasm.ts",
	"packages/evm/src/precompiles/bls12-381/pairing-wasm.ts",
	"packages/evm/src/crypto/secp256k1/recovery-wasm.ts",
]);
const written = files.filter(({ path }) => !generated.has(path));

/** Code that people run, and that therefore must not know forks or EIPs by name. */
const product = written.filter(
	({ path }) =>
		path.startsWith("packages/") && !path.endsWith(".test.ts") && !path.startsWith("packages/evm/src/spec/"),
);

function complain(of: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): string[] {
	return of.flatMap((file) => find(file).map((fault) => `${file.path}: ${fault}`));
}

test("every file is seen", () => {
	expect(written.length).toBeGreaterThan(250);
	expect(product.length).toBeGreaterThan(150);
});

describe("types", () => {
	const findAny = (file: SourceFile): string[] => withoutStrings(file.code).match(/(?<![.\w])any\b(?!\s*\()/g) ?? [];

	test("nothing is `any`", () => {
		expect(complain(written, findAny)).toEqual([]);
	});

	test("no check is switched off", () => {
		const find = (file: SourceFile): string[] =>
			file.comments.filter(({ text }) => /@ts-(ignore|nocheck)/.test(text)).map(({ line }) => `line ${line}`);
		expect(
			complain(
				written.filter(({ path }) => !path.endsWith("code-rules.test.ts")),
				find,
			),
		).toEqual([]);
	});

	test("this test sees it", () => {
		const count = (text: string): number => findAny(parseSourceFile("a.ts", text)).length;
		expect(count("let a: any; f(b as any); type C = Map<string, any>;")).toBe(3);
		expect(count('Promise.any(a); "any"; // any\n/* any */ const company = 1;')).toBe(0);
	});
});

// What the rules call themselves ("homesteadDifficulty") is data's name, not a question which fork this is.
const ruleNames = new Set([...Object.keys(Rule), ...Object.keys(Parameter)]);
const forkWords = new Set(forkNames.filter((name) => !/^(DAO|BPO\d)$/.test(name)).map((name) => name.toLowerCase()));

/** `isTangerineWhistle`, `LONDON_BLOCK`, but not `comparison`. */
function namesFork(identifier: string): boolean {
	const words = identifier.split(/_|(?<=[a-z\d])(?=[A-Z])/).map((word) => word.toLowerCase());
	return words.some((word, index) => forkWords.has(word) || forkWords.has(word + words[index + 1]));
}

const allForkNames = new Set([...forkNames, ...Object.keys(forkAliases)].map((name) => name.toLowerCase()));

/** Places that may name a fork, and why. */
const mayNameForks: Readonly<Record<string, readonly string[]>> = {
	// Of all forks only this one has no key of its own in a genesis file, but a total difficulty.
	"packages/cli/src/state/genesis-fork.ts": ["Merge"],
	// The rules that go-ethereum's tools take when none are named.
	"packages/cli/src/t8n/tool-options.ts": ["GrayGlacier"],
	// A form of code in the state files of another program.
	"packages/node/src/rpc/anvil-states.ts": ["Eip7702"],
};

/** EIP-3155 is the name of a file format. */
const formatName = /eip3155/i;

/** Identifiers and strings by which code asks for a fork or an EIP. */
function findForkQuestions(file: SourceFile): string[] {
	const identifiers = withoutStrings(file.code).match(/[A-Za-z_$][\w$]*/g) ?? [];
	const strings = readStrings(file).filter((text) => allForkNames.has(text.toLowerCase()) || /^eip-?\d+$/i.test(text));
	return [
		...identifiers.filter(
			(name) => !ruleNames.has(name) && (/eip_?\d+/i.test(name.replace(formatName, "")) || namesFork(name)),
		),
		...strings.filter((text) => !mayNameForks[file.path]?.includes(text) && !formatName.test(text)),
	];
}

describe("the rules are data", () => {
	test("no fork and no EIP is named outside spec/", () => {
		expect(complain(product, findForkQuestions)).toEqual([]);
	});

	test("this test sees it", () => {
		const find = (text: string): string[] => findForkQuestions(parseSourceFile("a.ts", text));
		expect(find('if (spec.fork === "Berlin") a();')).toEqual(["Berlin"]);
		expect(find("const afterLondon = isTangerineWhistle(spec); charge2929(); eip1559Fee(); OSAKA_GAS;")).toHaveLength(
			4,
		);
		expect(find('spec.eips.has("EIP-3855"); "ConstantinopleFix";')).toHaveLength(2);
		expect(find("// EIP-2929, Berlin\nspec.rules.homesteadDifficulty; rules.warmAccess; comparison; seip;")).toEqual(
			[],
		);
	});
});

describe("files", () => {
	/** Files above the limit, and why: tables only. */
	const long: Readonly<Record<string, string>> = {};
	const limit = 400;

	test("have fewer than 400 lines", () => {
		const lines = (file: SourceFile): number => file.text.trimEnd().split("\n").length;
		const tooLong = written.filter((file) => lines(file) >= limit);
		expect(tooLong.map(({ path }) => path).sort()).toEqual(Object.keys(long).sort());
	});

	test("are named for what they hold, in kebab-case", () => {
		const name = (path: string): string => posix.basename(path).replace(/(\.(test|d|config))*\.\w+$/, "");
		const paths = folders.flatMap((folder) => listFiles(folder, /\.(ts|mts|mjs|js)$/));
		const ill = paths.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name(path)));
		expect(ill).toEqual([]);
		const vague = /^(utils?|helpers?|misc|common|shared|stuff|lib|tools)$/;
		const vaguePaths = paths.filter((path) =>
			[...path.split("/").slice(2, -1), name(path)].some((part) => vague.test(part)),
		);
		expect(vaguePaths).toEqual([]);
	});

	test("what is left to do has an issue", () => {
		const find = (file: SourceFile): string[] =>
			file.comments
				.filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text) && !/(#|issue )\d+/.test(text))
				.map(({ line, text }) => `line ${line}: ${text.trim()}`);
		expect(complain(written, find)).toEqual([]);
	});
});

describe("comments", () => {
	test("are told from code", () => {
		const { code, comments } = parseSourceFile(
			"a.ts",
			// biome-ignore lint/suspicious/noTemplateCurlyInString: it is code that is read here
			'const a = "// no"; // yes\nconst b = `/* ${"}" + c} */`; /* and\nno */ d(/"\\/[/"]/, 1 / 2);\n',
		);
		expect(comments.map(({ line, text }) => [line, text])).toEqual([
			[1, "// yes"],
			[2, "/* and"],
			[3, "no */"],
		]);
		expect(code.split("\n").map((line) => line.trim())).toEqual([
			'const a = "// no";',
			// biome-ignore lint/suspicious/noTemplateCurlyInString: as above
			'const b = `/* ${"}" + c} */`;',
			'd(/"\\/[/"]/, 1 / 2);',
			"",
		]);
	});
});
