import { contractProgram, type Program } from "../program.js";
import { assembleHex, loopCode, repeat } from "./loop.js";

const wide = "0x9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95";
const half = "0x9e3779b97f4a7c15f39cc0605cedc834";
const small = "0x1f2b3c";

/**
 * A loop around an instruction. On the stack: a result so far, an operand, and the counter. Each of the ten steps takes
 * the result of the one before, so that none of them can be left out: result = instruction(result, operand ^ counter) + operand.
 */
function chain(instruction: string, operand: string, step: string): string {
	const mask = operand === small ? "PUSH4 0xffffffff AND" : "";
	const body = repeat(`${step.replace("OP", instruction)} DUP2 ADD ${mask}`, 10);
	return assembleHex(`
		PUSH4 1000
		PUSH ${operand}
		PUSH ${operand === small ? "0x12345" : wide}
	again:
		${body}
		DUP3 PUSH1 1 SWAP1 SUB SWAP3 POP
		DUP3 JUMPI @again
		PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN
	`);
}

// The stack before each: result, operand, counter.
const binary = "DUP3 DUP3 XOR SWAP1 OP";
const shifted = "DUP3 PUSH1 0xff AND OP";
const indexed = "DUP3 PUSH1 0x1f AND OP";
const unary = "OP";
const ternary = "DUP2 DUP4 DUP4 XOR SWAP2 OP";

const chains: readonly (readonly [names: string, step: string])[] = [
	["ADD MUL SUB DIV SDIV MOD SMOD LT GT SLT SGT EQ AND OR XOR", binary],
	["SHL SHR SAR", shifted],
	["BYTE SIGNEXTEND", indexed],
	["ISZERO NOT", unary],
	["ADDMOD MULMOD", ternary],
];

const divisions = ["DIV", "SDIV", "MOD", "SMOD"];

function arithmeticPrograms(): Program[] {
	const programs: Program[] = [];
	for (const [names, step] of chains) {
		for (const name of names.split(" ")) {
			const lower = name.toLowerCase();
			programs.push(contractProgram(`${lower}-small`, "opcodes", chain(name, small, step)));
			programs.push(contractProgram(`${lower}-256`, "opcodes", chain(name, wide, step)));
			if (divisions.includes(name)) {
				programs.push(contractProgram(`${lower}-256-by-128`, "opcodes", chain(name, half, step)));
			}
		}
	}
	const exponent = "DUP2 SWAP1 OP";
	programs.push(contractProgram("exp-small", "opcodes", chain("EXP", small, "PUSH1 5 SWAP1 OP")));
	programs.push(contractProgram("exp-256", "opcodes", chain("EXP", wide, exponent)));
	programs.push(contractProgram("clz", "opcodes", chain("CLZ", wide, unary), { fork: "Osaka" }));
	return programs;
}

/** Bodies of loops, the counter being on top of the stack. */
const bodies: Readonly<Record<string, string>> = {
	loop: "",
	"push-pop": repeat(`PUSH32 ${wide} POP`, 10),
	"dup-swap": repeat("DUP1 DUP2 SWAP2 SWAP1 DUP3 SWAP3 POP POP POP", 4),
	"dup16-swap16": `${repeat("DUP1", 17)} ${repeat("DUP16 SWAP16 POP", 10)} ${repeat("POP", 17)}`,
	jump: Array.from({ length: 10 }, (_, i) => `PUSH @j${i} JUMP j${i}:`).join("\n"),
	"jump-computed": Array.from({ length: 10 }, (_, i) => `PUSH @c${i} DUP2 DUP1 XOR ADD JUMP c${i}:`).join("\n"),
	jumpi: Array.from({ length: 10 }, (_, i) => `DUP1 PUSH1 ${1 << (i % 8)} AND JUMPI @i${i} JUMPDEST i${i}:`).join("\n"),
	pc: repeat("PC POP", 10),
	gas: repeat("GAS POP", 10),
	environment:
		repeat("ADDRESS CALLER CALLVALUE ORIGIN GASPRICE COINBASE TIMESTAMP NUMBER CHAINID BASEFEE", 1) +
		repeat(" POP", 10),
};

const memoryBodies: Readonly<Record<string, string>> = {
	mload: repeat("PUSH1 0x40 MLOAD POP", 10),
	mstore: repeat("DUP1 PUSH1 0x40 MSTORE", 10),
	mstore8: repeat("DUP1 PUSH1 0x45 MSTORE8", 10),
	"mload-mstore": repeat("PUSH1 0x40 MLOAD DUP2 ADD PUSH1 0x60 MSTORE PUSH1 0x60 MLOAD PUSH1 0x40 MSTORE", 4),
	"mstore-unaligned-moving": repeat("DUP1 DUP1 PUSH2 0xfff AND MSTORE", 10),
	calldataload: repeat("DUP1 PUSH1 0x7f AND CALLDATALOAD POP", 10),
	"calldatacopy-32": repeat("PUSH1 32 PUSH1 4 PUSH1 64 CALLDATACOPY", 10),
	"calldatacopy-4096": "PUSH2 4096 PUSH1 4 PUSH1 64 CALLDATACOPY",
	"codecopy-32": repeat("PUSH1 32 PUSH1 4 PUSH1 64 CODECOPY", 10),
	"mcopy-32": repeat("PUSH1 32 PUSH1 4 PUSH1 64 MCOPY", 10),
	"mcopy-4096": "PUSH2 4096 PUSH1 4 PUSH1 64 MCOPY",
	msize: repeat("MSIZE POP", 10),
};

const hashBodies: Readonly<Record<string, string>> = {
	"keccak-32": "DUP1 PUSH1 0 MSTORE PUSH1 32 PUSH1 0 KECCAK256 PUSH1 32 MSTORE",
	"keccak-64": "DUP1 PUSH1 0 MSTORE PUSH1 64 PUSH1 0 KECCAK256 PUSH1 32 MSTORE",
};

/** Loops around one instruction or a few. */
export function opcodePrograms(): Program[] {
	const data = `0x${"a5".repeat(160)}`;
	const output = "PUSH1 64 PUSH1 32 RETURN";
	return [
		contractProgram("empty", "calls", "0x"),
		contractProgram("stop", "calls", "0x00"),
		...arithmeticPrograms(),
		...Object.entries(bodies).map(([name, body]) =>
			contractProgram(name, "opcodes", loopCode(name === "loop" ? 100_000 : 2000, body), { data }),
		),
		...Object.entries(memoryBodies).map(([name, body]) =>
			contractProgram(name, "memory", loopCode(2000, body, "", output), { data }),
		),
		...Object.entries(hashBodies).map(([name, body]) =>
			contractProgram(name, "hashing", loopCode(5000, body, "", output)),
		),
		contractProgram(
			"keccak-4096",
			"hashing",
			loopCode(200, "PUSH2 4096 PUSH1 0 KECCAK256 PUSH1 32 MSTORE", "", output),
		),
	];
}
