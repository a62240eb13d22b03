// Writes docs/generated from the rules: the opcode table, every gas price and parameter over all forks, and one page per
// fork with what it changed; and the RPC methods from the node's table. Run after the build; `--check` writes nothing and fails when a page is stale.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { anvil, hardhat } from "./rpc-names.mjs";

const repositoryRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const sourceFolder = join(repositoryRoot, "packages/evm/src/spec");

export const generatedFolder = join(repositoryRoot, "docs/generated");

const banner = "<!-- Made by scripts/generate-docs.mjs from packages/evm/src/spec. Do not edit. -->\n";

/**
 * Every page: path below docs/generated → content.
 *
 * @param spec the module packages/evm/src/spec/index.ts, built or not
 * @param methodNames names of the node's RPC methods
 */
export function generatePages(spec, methodNames) {
	const view = describeForks(spec);
	const pages = new Map([
		["opcodes.md", opcodePage(spec, view)],
		["gas.md", gasPage(spec, view)],
		["forks/README.md", forkIndexPage(spec, view)],
		["rpc.md", rpcPage(methodNames)],
	]);
	for (const fork of spec.forks) pages.set(`forks/${fileName(fork.name)}.md`, forkPage(spec, view, fork));
	return pages;
}

/** The pages as they lie on the disk now. */
export function readPages() {
	const pages = new Map();
	for (const entry of readdirSync(generatedFolder, { recursive: true })) {
		const path = entry.replaceAll("\\", "/");
		if (path.endsWith(".md")) pages.set(path, readFileSync(join(generatedFolder, path), "utf8"));
	}
	return pages;
}

/** Paths of pages that are missing, different or not wanted any more. */
export function findStalePages(wanted, present) {
	const paths = new Set([...wanted.keys(), ...present.keys()]);
	return [...paths].filter((path) => wanted.get(path) !== present.get(path)).sort();
}

// ---------------------------------------------------------------------------------------------------------------------

function describeForks(spec) {
	return {
		specs: spec.forks.map((fork) => spec.resolveSpec(fork.name)),
		parameterNotes: readComments("parameters.ts"),
		ruleNotes: readComments("rules.ts"),
	};
}

/** Member → its one-line comment, of the enum in a file of spec/. Undocumented members have none. */
function readComments(file) {
	const text = readFileSync(join(sourceFolder, file), "utf8");
	return new Map([...text.matchAll(/\/\*\* (.+?) \*\/\n\t(\w+),/g)].map(([, comment, name]) => [name, comment]));
}

/** "TangerineWhistle" → "tangerine-whistle", "BPO1" → "bpo1". */
function fileName(fork) {
	return fork.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
}

/** "TangerineWhistle" → "Tangerine Whistle". */
function title(fork) {
	return fork.replace(/([a-z])([A-Z])/g, "$1 $2");
}

function hex(code) {
	return `0x${code.toString(16).padStart(2, "0")}`;
}

function formatNumber(spec, name, value) {
	if (name?.startsWith("max") && (value === spec.unlimited || value === spec.unlimitedSizeBytes)) return "no limit";
	return value.toLocaleString("en-US");
}

function eipLink(number) {
	return `[EIP-${number}](https://eips.ethereum.org/EIPS/eip-${number})`;
}

function table(heads, rows) {
	const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
	return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The parts that are there, an empty line between them. */
function page(...parts) {
	return `${[banner.trimEnd(), ...parts.filter((part) => part !== undefined && part !== "")].join("\n\n")}\n`;
}

/** Values over the forks → [fork index, value] wherever the value changes. `undefined` is "not there". */
function changesOf(values) {
	return values.map((value, index) => [index, value]).filter(([index, value]) => value !== values[index - 1]);
}

// Opcodes -------------------------------------------------------------------------------------------------------------

function gasOverForks(view, code) {
	return view.specs.map(({ staticGas }) => (staticGas[code] < 0 ? undefined : staticGas[code]));
}

function opcodePage(spec, view) {
	const rows = spec.opcodes.map((opcode) => {
		const history = changesOf(gasOverForks(view, opcode.code)).map(([index, gas], nth) => {
			const price = gas === undefined ? "removed" : gas.toLocaleString("en-US");
			return nth === 0 ? price : `${price} from ${title(spec.forks[index].name)}`;
		});
		const names = [opcode.name, ...(opcode.aliases ?? []).map((alias) => `(${alias})`)].join(" ");
		const bytes = opcode.immediateBytes === 0 ? "" : opcode.immediateBytes;
		const since = opcode.since === undefined ? "no fork" : title(opcode.since);
		return [hex(opcode.code), names, bytes, opcode.pops, opcode.pushes, history.join(", "), since, opcode.summary];
	});
	return page(
		"# Opcodes",
		`Gas is the part that does not depend on operands; the rest (memory, copied words, cold access, storage writes, value
sent) is in [gas.md](gas.md). Where accounts and slots are cold or warm, from Berlin on, it is the price of warm ones. A
byte that is not listed fails, as INVALID does.`,
		table(["Code", "Name", "Bytes after it", "Pops", "Pushes", "Gas", "Since", "What it does"], rows),
	);
}

// Gas and parameters --------------------------------------------------------------------------------------------------

/**
 * One row per list of equal histories, one column per fork in which any row changes; a value that differs from the
 * column before is bold.
 */
function historyTable(spec, heads, items, format) {
	const columns = spec.forks
		.map((_, index) => index)
		.filter((index) => index === 0 || items.some(({ values }) => values[index] !== values[index - 1]));
	const rows = items.map(({ cells, values }) => [
		...cells,
		...columns.map((fork, column) => {
			const value = values[fork];
			if (value === undefined) return "";
			const text = format(cells[0], value);
			return column > 0 && value !== values[columns[column - 1]] ? `**${text}**` : text;
		}),
	]);
	return table([...heads, ...columns.map((index) => title(spec.forks[index].name))], rows);
}

function gasPage(spec, view) {
	const groups = new Map();
	for (const opcode of spec.opcodes) {
		const values = gasOverForks(view, opcode.code);
		if (values.every((value) => value === undefined)) continue;
		const key = JSON.stringify(values.map((value) => value ?? null));
		const group = groups.get(key);
		if (group === undefined) groups.set(key, { names: [opcode.name], values });
		else group.names.push(opcode.name);
	}
	const opcodeItems = [...groups.values()].map(({ names, values }) => ({ cells: [joinNames(names)], values }));
	const parameterItems = Object.keys(view.specs[0].parameters).map((name) => ({
		cells: [`\`${name}\``, view.parameterNotes.get(name) ?? ""],
		values: view.specs.map(({ parameters }) => parameters[name]),
	}));
	const differs = ({ values }) => values.some((value) => value !== values[0]);
	const fixed = parameterItems.filter((item) => !differs(item));
	const format = (cell, value) => formatNumber(spec, cell.replaceAll("`", ""), value);

	return page(
		"# Gas and parameters over the forks",
		`A column per fork that changes something in its table; a **bold** value differs from the column before. An empty
cell: the opcode does not exist. A parameter of something that does not exist yet is 0, or no limit.`,
		"## Static gas of opcodes",
		historyTable(spec, ["Opcode"], opcodeItems, format),
		"## Parameters that changed",
		historyTable(spec, ["Parameter", "Meaning"], parameterItems.filter(differs), format),
		"## Parameters that never changed",
		table(
			["Parameter", "Meaning", "Value"],
			fixed.map(({ cells, values }) => [...cells, format(cells[0], values[0])]),
		),
		"## What SSTORE costs",
		`Without a price for "no change" the present value decides: from zero to another value is a set, everything else a
reset. With one, the value before the transaction decides, and the second write to a slot costs no more than no change.`,
		table(
			["Rules", "SLOAD", "No change", "Set", "Reset", "Refund for clearing", "Fails at or below", "First access"],
			Object.entries(spec.storagePrices).map(([name, row]) => [
				name === "frontier" ? "Frontier" : eipLink(Number(name.replace("eip", ""))),
				...[row.sload, row.noop, row.set, row.reset, row.clearRefund, row.sentry, row.cold].map((gas) =>
					gas === 0 ? "" : gas.toLocaleString("en-US"),
				),
			]),
		),
	);
}

/** "PUSH1, PUSH2, PUSH3, ADD" → "PUSH1–PUSH3, ADD". */
function joinNames(names) {
	const runs = [];
	for (const name of names) {
		const [, stem, digits] = /^(\D+)(\d+)$/.exec(name) ?? [undefined, name, undefined];
		const run = runs.at(-1);
		if (digits !== undefined && run?.stem === stem && run.last === Number(digits) - 1) run.last++;
		else runs.push({ stem, first: digits, last: digits === undefined ? undefined : Number(digits) });
	}
	return runs
		.map(({ stem, first, last }) => {
			if (first === undefined) return stem;
			return Number(first) === last ? `${stem}${first}` : `${stem}${first}–${stem}${last}`;
		})
		.join(", ");
}

// Forks ---------------------------------------------------------------------------------------------------------------

function formatStart(activation) {
	if ("block" in activation) return `block ${activation.block.toLocaleString("en-US")}`;
	return new Date(activation.time * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}

/** When a fork began on each network; a network that started with a later fork is left out. */
function startsOf(spec, name) {
	return spec.chains.flatMap((chain) => {
		const activation = chain.activations.find(({ fork }) => fork === name);
		return activation === undefined ? [] : [{ chain: chain.name, activation }];
	});
}

function forkIndexPage(spec, view) {
	const rows = spec.forks.map((fork) => {
		const start = startsOf(spec, fork.name).find(({ chain }) => chain === "mainnet");
		return [
			`[${title(fork.name)}](${fileName(fork.name)}.md)`,
			start === undefined ? "" : formatStart(start.activation),
			fork.eips.map(({ number }) => number).join(", "),
			fork.summary,
		];
	});
	const aliases = Object.entries(spec.forkAliases).map(([alias, name]) => `${alias} (${title(name)})`);
	const unimplemented = [...spec.eips.values()]
		.filter(({ implemented }) => implemented === false)
		.map((eip) => `${eipLink(eip.number)} (${eip.title})`);
	return page(
		"# Forks",
		"Each page tells what a fork changed against the one before.",
		table(["Fork", "Main network", "EIPs", "In short"], rows),
		`Names are accepted in any case, with or without spaces; these too: ${aliases.join(", ")}. EIPs are added with a plus:
\`Berlin+3855+3860\`.${unimplemented.length === 0 ? "" : ` Known by number, but not executed yet: ${unimplemented.join(", ")}.`}`,
		`There are ${view.specs.at(-1).staticGas.filter((gas) => gas >= 0).length} opcodes in the last fork; [opcodes.md](../opcodes.md) lists them, [gas.md](../gas.md) all prices.`,
	);
}

function forkPage(spec, view, fork) {
	const index = spec.forks.indexOf(fork);
	const now = view.specs[index];
	const before = index === 0 ? undefined : view.specs[index - 1];
	const parent = index === 0 ? undefined : spec.forks[index - 1];
	const sections = [
		startSection(spec, fork),
		eipSection(fork),
		opcodeSection(spec, now, before),
		gasSection(spec, now, before),
		parameterSection(spec, view, now, before),
		ruleSection(view, now, before),
		precompileSection(now, before),
		transactionSection(now, before),
	].filter((section) => section !== undefined);
	return page(
		`# ${title(fork.name)}`,
		fork.summary,
		parent === undefined
			? "[All forks](README.md)."
			: `Against [${title(parent.name)}](${fileName(parent.name)}.md). [All forks](README.md).`,
		...sections,
	);
}

function section(heading, heads, rows) {
	return rows.length === 0 ? undefined : `## ${heading}\n\n${table(heads, rows)}`;
}

function startSection(spec, fork) {
	const starts = startsOf(spec, fork.name).map(({ chain, activation }) => [chain, formatStart(activation)]);
	return section("Start", ["Network", "From"], starts);
}

function eipSection(fork) {
	return section(
		"EIPs",
		["EIP", "Title"],
		fork.eips.map((eip) => [eipLink(eip.number), eip.title]),
	);
}

function opcodeSection(spec, now, before) {
	const rows = spec.opcodes.flatMap(({ code, name, summary }) => {
		const gas = now.staticGas[code];
		const old = before === undefined ? -1 : before.staticGas[code];
		if (gas >= 0 && old < 0) return [[hex(code), name, "added", gas.toLocaleString("en-US"), summary]];
		return gas < 0 && old >= 0 ? [[hex(code), name, "removed", "", summary]] : [];
	});
	return section("Opcodes", ["Code", "Name", "", "Gas", "What it does"], rows);
}

function gasSection(spec, now, before) {
	if (before === undefined) return undefined;
	const rows = spec.opcodes
		.map(({ code, name }) => [name, before.staticGas[code], now.staticGas[code]])
		.filter(([, old, gas]) => old >= 0 && gas >= 0 && old !== gas)
		.map(([name, old, gas]) => [name, old.toLocaleString("en-US"), gas.toLocaleString("en-US")]);
	const note =
		now.rules.warmAccess && !before.rules.warmAccess && rows.length > 0
			? "\n\nFor what the transaction has accessed before; the first access costs `coldAccountAccess` or `coldSlotAccess` in all."
			: "";
	const gas = section("Static gas", ["Opcode", "From", "To"], rows);
	return gas === undefined ? undefined : gas + note;
}

function parameterSection(spec, view, now, before) {
	const rows = Object.keys(now.parameters)
		.filter((name) => now.parameters[name] !== before?.parameters[name])
		.map((name) => {
			const format = (value) => formatNumber(spec, name, value);
			const change = before === undefined ? [] : [format(before.parameters[name])];
			return [`\`${name}\``, view.parameterNotes.get(name) ?? "", ...change, format(now.parameters[name])];
		});
	return section("Parameters", ["Parameter", "Meaning", ...(before === undefined ? ["Value"] : ["From", "To"])], rows);
}

function ruleSection(view, now, before) {
	const rows = Object.keys(now.rules)
		.filter((name) => now.rules[name] !== (before?.rules[name] ?? false))
		.map((name) => [`\`${name}\``, now.rules[name] ? "on" : "off", view.ruleNotes.get(name) ?? ""]);
	return section("Rules", ["Rule", "", "Meaning"], rows);
}

function precompileSection(now, before) {
	const rows = [...now.precompiles.values()]
		.filter(({ address, pricing }) => before?.precompiles.get(address)?.pricing !== pricing)
		.map(({ address, name, pricing }) => [
			hex(address),
			name,
			before?.precompiles.has(address) ? "new price" : "added",
			pricing === 0 ? "" : eipLink(pricing),
		]);
	return section("Precompiled contracts", ["Address", "Name", "", "Priced by"], rows);
}

const transactionKinds = ["legacy", "with access list", "with priority fee", "with blobs", "with authorizations"];

function transactionSection(now, before) {
	const rows = [...now.transactionTypes]
		.filter((type) => !before?.transactionTypes.has(type))
		.map((type) => [type, transactionKinds[type] ?? ""]);
	return section("Transaction types", ["Type", "Kind"], rows);
}

// ---------------------------------------------------------------------------------------------------------------------

/** Every method that this node or another one has, by namespace. */
function rpcPage(methodNames) {
	const own = new Set(methodNames);
	const all = [...new Set([...methodNames, ...anvil, ...hardhat])].sort();
	const mark = (has) => (has ? "yes" : "–");
	const sections = [...new Set(all.map((name) => name.slice(0, name.indexOf("_"))))].map((namespace) => {
		const rows = all
			.filter((name) => name.startsWith(`${namespace}_`))
			.map((name) => [`\`${name}\``, mark(own.has(name)), mark(anvil.includes(name)), mark(hardhat.includes(name))]);
		return section(`${namespace}_`, ["Method", "evmore", "anvil", "Hardhat"], rows);
	});
	const count = (list) => list.filter((name) => own.has(name)).length;
	return `<!-- Made by scripts/generate-docs.mjs from packages/node/src/rpc and scripts/rpc-names.mjs. Do not edit. -->\n\n${[
		"# RPC methods",
		`${own.size} names. Of anvil's ${anvil.length} this node has ${count(anvil)}, of Hardhat's ${hardhat.length} ${count(hardhat)}. What it does
not have it answers with "method not found" (-32601).`,
		...sections,
	].join("\n\n")}\n`;
}

async function main(check) {
	const load = (path) => import(pathToFileURL(join(repositoryRoot, path)).href);
	const spec = await load("packages/evm/dist/spec/index.js");
	const { methodNames } = await load("packages/node/dist/index.js");
	const wanted = generatePages(spec, methodNames);
	mkdirSync(join(generatedFolder, "forks"), { recursive: true });
	const stale = findStalePages(wanted, readPages());
	if (check) {
		if (stale.length === 0) return;
		console.error(
			`Stale: ${stale.map((path) => `docs/generated/${path}`).join(", ")}. Run node scripts/generate-docs.mjs.`,
		);
		process.exitCode = 1;
		return;
	}
	for (const path of stale) {
		const content = wanted.get(path);
		if (content === undefined) rmSync(join(generatedFolder, path));
		else writeFileSync(join(generatedFolder, path), content);
	}
	console.error(`${wanted.size} pages, ${stale.length} written.`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	await main(process.argv.includes("--check"));
}
