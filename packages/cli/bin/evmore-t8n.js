#!/usr/bin/env node
// `evmore t8n` by a name of its own, for test fillers that call a transition tool without a subcommand.
process.getBuiltinModule?.("node:module")?.enableCompileCache?.();
const { main } = await import("../dist/main.js");
await main(process.argv.slice(2), "t8n");
