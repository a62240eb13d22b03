#!/usr/bin/env node
// Compiled JavaScript is kept between runs where Node can (22.1 and later): it starts faster.
process.getBuiltinModule?.("node:module")?.enableCompileCache?.();
const { main } = await import("../dist/main.js");
await main(process.argv.slice(2));
