// Bundles what the package exports, for Node: bundle/index.js, bundle/spec/index.js and so on, as in dist/.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePackage, findEntries, listModules } from "../../../scripts/bundle.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const entries = findEntries(join(folder, "src"));
const options = { folder, entries, platform: "neutral", inlined: ["@noble/hashes"] };

// What the package's front needs is one file, from which every other entry takes it, too: nothing exists twice.
const core = await listModules({ ...options, entries: { index: entries.index } });
await bundlePackage({
	...options,
	output: join(folder, "bundle"),
	groups: [{ name: "evm", test: (id) => core.has(id) }],
});
