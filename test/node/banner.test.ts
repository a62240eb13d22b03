import { expect, test } from "vitest";
import { startAnvil } from "./anvil-process.js";
import { startNode } from "./node-process.js";

/** The lines from the accounts to where it listens. What only we tell, the rules, is left out. */
function facts(output: string): string {
	return output
		.slice(output.indexOf("Available Accounts"), output.indexOf("Listening on"))
		.replace(/Hardfork\n=+\n\n\w+\n\n/, "");
}

test("a node says what anvil says when it starts", { timeout: 120_000 }, async () => {
	const options = ["--accounts", "3", "--balance", "42", "--timestamp", "1800000000", "--chain-id", "7"];
	const anvil = await startAnvil(...options);
	await anvil.end();
	const { process } = await startNode(...options);
	await process.signal("SIGTERM");
	expect(facts(anvil.output)).toContain("(0) 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 (42.000000000000000000 ETH)");
	expect(facts(process.output)).toBe(facts(anvil.output));
});
