#!/usr/bin/env node
// solc as forge calls it, of the npm package, which is compiled to WebAssembly.
import { readFileSync } from "node:fs";
import solc from "solc";

if (process.argv.includes("--version")) {
	console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
	process.stdout.write(solc.compile(readFileSync(0, "utf8")));
}
