// Entry of the module that the tests beside this file compile: every operation under its own name, at addresses the tests choose.
import * as addition from "./add";
import * as bits from "./bitwise";
import * as comparison from "./compare";
import * as conversion from "./convert";
import * as division from "./div";
import * as exponentiation from "./exp";
import { divRem as divideLong } from "./long-division";
import * as modular from "./modular";
import * as multiplication from "./mul";
import { multiplyWide as multiplyToWide } from "./wide";
import * as signed from "./signed";
import { keccak256 as hash } from "../keccak";

/** Space for the operands of a test: a stack of words. */
export const operands: usize = memory.data(4096, 64);

export function add(sp: usize): void {
	addition.add(sp);
}

export function sub(sp: usize): void {
	addition.sub(sp);
}

export function mul(sp: usize): void {
	multiplication.mul(sp);
}

export function div(sp: usize): void {
	division.div(sp);
}

export function mod(sp: usize): void {
	division.mod(sp);
}

export function sdiv(sp: usize): void {
	signed.sdiv(sp);
}

export function smod(sp: usize): void {
	signed.smod(sp);
}

export function signextend(sp: usize): void {
	signed.signextend(sp);
}

export function addmod(sp: usize): void {
	modular.addmod(sp);
}

export function mulmod(sp: usize): void {
	modular.mulmod(sp);
}

export function exp(sp: usize): void {
	exponentiation.exp(sp);
}

export function lt(sp: usize): void {
	comparison.lt(sp);
}

export function gt(sp: usize): void {
	comparison.gt(sp);
}

export function slt(sp: usize): void {
	comparison.slt(sp);
}

export function sgt(sp: usize): void {
	comparison.sgt(sp);
}

export function eq(sp: usize): void {
	comparison.eq(sp);
}

export function iszero(sp: usize): void {
	comparison.iszero(sp);
}

export function and(sp: usize): void {
	bits.and(sp);
}

export function or(sp: usize): void {
	bits.or(sp);
}

export function xor(sp: usize): void {
	bits.xor(sp);
}

export function not(sp: usize): void {
	bits.not(sp);
}

export function byte(sp: usize): void {
	bits.byte(sp);
}

export function shl(sp: usize): void {
	bits.shl(sp);
}

export function shr(sp: usize): void {
	bits.shr(sp);
}

export function sar(sp: usize): void {
	bits.sar(sp);
}

export function countLeadingZeros(sp: usize): void {
	bits.countLeadingZeros(sp);
}

export function byteLength(pointer: usize): i32 {
	return exponentiation.byteLength(pointer);
}

export function square(target: usize, source: usize): void {
	multiplication.square(target, source);
}

export function multiplyWide(target: usize, left: usize, right: usize): void {
	multiplyToWide(target, left, right);
}

export function divRem(numerator: usize, limbs: i32, divisor: usize, quotient: usize, remainder: usize): void {
	divideLong(numerator, limbs, divisor, quotient, remainder);
}

export function isLess(left: usize, right: usize): bool {
	return comparison.isLess(left, right);
}

export function copyWord(target: usize, source: usize): void {
	conversion.copyWord(target, source);
}

export function setU64(target: usize, value: u64): void {
	conversion.setU64(target, value);
}

export function isZeroWord(pointer: usize): bool {
	return conversion.isZeroWord(pointer);
}

export function fitsU64(pointer: usize): bool {
	return conversion.fitsU64(pointer);
}

export function toU64Saturating(pointer: usize): u64 {
	return conversion.toU64Saturating(pointer);
}

export function toU32Saturating(pointer: usize): u32 {
	return conversion.toU32Saturating(pointer);
}

export function loadBigEndian(target: usize, source: usize): void {
	conversion.loadBigEndian(target, source);
}

export function storeBigEndian(target: usize, source: usize): void {
	conversion.storeBigEndian(target, source);
}

export function loadAddressBigEndian(target: usize, source: usize): void {
	conversion.loadAddressBigEndian(target, source);
}

export function storeAddressBigEndian(target: usize, source: usize): void {
	conversion.storeAddressBigEndian(target, source);
}

export function keccak256(source: usize, length: usize, target: usize): void {
	hash(source, length, target);
}
