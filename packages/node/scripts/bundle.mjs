// Bundles what the package exports, for Node: bundle/index.js, bundle/server/index.js and so on, as in dist/.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePackage, findEntries, listModules } from "../../../scripts/bundle.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const entries = findEntries(join(folder, "src"));
// Of ox a few files are needed, which import fifty others.
const options = { folder, entries, platform: "node", inlined: ["@noble/hashes", "ox"] };

// A node is one file. A server starts one in another thread, and needs little of it itself. Who starts the
// thread ahead needs next to nothing.
const node = await listModules({ ...options, entries: { index: entries.index } });
const threads = await listModules({ ...options, entries: { threads: entries["threads/index"] } });
const server = await listModules({ ...options, entries: { server: entries["server/index"] } });
await bundlePackage({
	...options,
	output: join(folder, "bundle"),
	groups: [
		{ name: "threads", test: (id) => threads.has(id), priority: 2 },
		{ name: "server", test: (id) => server.has(id), priority: 1 },
		{ name: "node", test: (id) => node.has(id) },
	],
});
