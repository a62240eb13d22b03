import type { Address } from "@evmore/evm";
import { bytesToHex, type Hex } from "@evmore/evm/bytes";
import { keccak256 } from "@evmore/evm/crypto";
import type { FrameStart, Tracer } from "@evmore/evm/trace";
import * as AbiParameters from "ox/AbiParameters";

/** Where Hardhat's console library sends what is to be printed: "console.log" in ASCII. */
export const consoleAddress: Address = "0x000000000000000000636f6e736f6c652e6c6f67";

/** Calls a function with each line that is written with console.log while transactions run. */
export function traceConsoleLogs(write: (line: string) => void): Tracer {
	return {
		entersOnly: consoleAddress,
		enter({ input }: FrameStart): void {
			const line = decodeConsoleLog(input);
			if (line !== undefined) write(line);
		},
	};
}

/** A tracer that sees all calls, and `console` only those that are its. */
export function alsoConsoleLogs(tracer: Tracer, console: Tracer): Tracer {
	return {
		enter(frame) {
			tracer.enter?.(frame);
			if (frame.to === consoleAddress) console.enter?.(frame);
		},
		leave: (frame) => tracer.leave?.(frame),
		log: (log) => tracer.log?.(log),
	};
}

const parameterTypes = ["uint256", "string", "bool", "address"];
const maxParameters = 4;

/** Types of the parameters by selector: every combination of up to four, and single values of the other types. */
function listSignatures(): ReadonlyMap<Hex, readonly string[]> {
	const found = new Map<Hex, readonly string[]>();
	const add = (name: string, types: readonly string[], spelled = types): void => {
		const signature = new TextEncoder().encode(`${name}(${spelled.join(",")})`);
		found.set(bytesToHex(keccak256(signature).subarray(0, 4)), types);
	};
	let lists: string[][] = [[]];
	for (let size = 0; size <= maxParameters; size++) {
		for (const types of lists) {
			add("log", types);
			// The library's first versions spelled it so.
			const spelled = types.map((type) => (type === "uint256" ? "uint" : type));
			add("log", types, spelled);
		}
		lists = lists.flatMap((types) => parameterTypes.map((type) => [...types, type]));
	}
	add("log", ["int256"]);
	add("log", ["int256"], ["int"]);
	add("log", ["string", "int256"]);
	for (const [name, type] of [
		["Int", "int256"],
		["Uint", "uint256"],
		["String", "string"],
		["Bool", "bool"],
		["Address", "address"],
		["Bytes", "bytes"],
	] as const) {
		add(`log${name}`, [type]);
	}
	for (let size = 1; size <= 32; size++) add(`logBytes${size}`, [`bytes${size}`]);
	return found;
}

let signatures: ReadonlyMap<Hex, readonly string[]> | undefined;

/** The line that a call of the console's address writes; undefined when it is none. */
export function decodeConsoleLog(input: Uint8Array): string | undefined {
	signatures ??= listSignatures();
	const types = signatures.get(bytesToHex(input.subarray(0, 4)));
	if (types === undefined) return undefined;
	try {
		const values = AbiParameters.decode(
			types.map((type) => ({ type })),
			bytesToHex(input.subarray(4)),
		) as readonly unknown[];
		return formatLine(values);
	} catch {
		return undefined;
	}
}

/** As console.log of JavaScript: placeholders in a text that comes first are replaced, the rest follows. */
function formatLine(values: readonly unknown[]): string {
	const [first, ...rest] = values;
	if (typeof first !== "string" || !/%[sdifoOx]/.test(first)) return values.map(String).join(" ");
	const line = first.replaceAll(/%([sdifoOx%])/g, (placeholder, kind: string) => {
		if (kind === "%") return "%";
		if (rest.length === 0) return placeholder;
		const value = rest.shift();
		return kind === "x" && typeof value === "bigint" ? `0x${value.toString(16)}` : String(value);
	});
	return [line, ...rest.map(String)].join(" ");
}
