import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as evm from "../../packages/evm/src/index.js";
import { parseSourceFile, repositoryRoot } from "./source-file.js";

// What `import … from "@evmore/evm"` offers. A name that goes, or changes its meaning, breaks programs of others: change
// this list only with an entry in CHANGELOG.md.

const values = [
	"AsynchronousStateError",
	"BaseError",
	"Evm",
	"EvmBusyError",
	"InvalidParameterError",
	"InvalidTransactionError",
	"LibraryNotLoadedError",
	"MemoryState",
	"bytesToHex",
	"createEvm",
	"decodeTransaction",
	"defaultForkName",
	"hexToBytes",
	"isForkName",
	"parseAddress",
	"resolveSpec",
	"signTransaction",
	"zeroAddress",
];

const types = [
	"AccountChange",
	"AccountInput",
	"AccountState",
	"Address",
	"BlockEnvironment",
	"CallParameters",
	"CallResult",
	"EvmOptions",
	"FrameEnd",
	"FrameStart",
	"HaltReason",
	"Hash",
	"Hex",
	"Log",
	"LogEntry",
	"MaybePromise",
	"Spec",
	"StateChange",
	"StateChanges",
	"StateDatabase",
	"Step",
	"StepEnd",
	"Tracer",
	"TransactOptions",
	"Transaction",
	"TransactionException",
	"TransactionRefusal",
	"TransactionResult",
];

/** Folders that `@evmore/evm/<name>` opens: those with an index. */
const subpaths = [
	"asm",
	"block",
	"bytes",
	"chain",
	"code",
	"crypto",
	"engine",
	"errors",
	"evm",
	"precompiles",
	"rlp",
	"spec",
	"state",
	"trace",
	"tx",
];

test("values", () => {
	expect(Object.keys(evm).sort()).toEqual([...values].sort());
});

test("types", () => {
	const path = "packages/evm/src/index.ts";
	const { code } = parseSourceFile(path, readFileSync(join(repositoryRoot, path), "utf8"));
	expect(code).not.toMatch(/export\s*\*/);
	const names: string[] = [];
	for (const [, type, clause] of code.matchAll(/export\s+(type\s+)?\{([^}]*)\}/g)) {
		for (const name of clause!.split(",").map((part) => part.trim())) {
			if (name === "") continue;
			if (type !== undefined || name.startsWith("type ")) names.push(name.replace(/^type /, "").replace(/^.* as /, ""));
		}
	}
	expect(names.sort()).toEqual([...types].sort());
});

test("subpaths", async () => {
	const { readdirSync, existsSync } = await import("node:fs");
	const source = join(repositoryRoot, "packages/evm/src");
	const open = readdirSync(source).filter((name) => existsSync(join(source, name, "index.ts")));
	expect(open.sort()).toEqual(subpaths);
});
