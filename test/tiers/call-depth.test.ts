import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("call-depth.mjs", import.meta.url));

// Native recursion would overflow at depths that depend on V8's compiler.
test.each(["", "--liftoff-only", "--no-liftoff"])("calls nest as deep whichever compiler V8 uses: %s", (flag) => {
	const output = execFileSync(process.execPath, [...(flag === "" ? [] : [flag]), program], { encoding: "utf8" });
	expect(output).toContain("1025 frames in every tier");
});
