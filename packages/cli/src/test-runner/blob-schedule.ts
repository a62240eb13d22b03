import type { Spec } from "@evmore/evm/spec";
import { type BlobScheduleJson, parseNumber } from "../statetest/state-test.js";

/** Rules with other blob parameters, by fork and parameters: the same are always the same object. */
const changed = new Map<string, Spec>();

/** The rules of a fork with the blob parameters that a test names. */
export function withBlobSchedule(spec: Spec, schedule: BlobScheduleJson | undefined): Spec {
	if (schedule === undefined) return spec;
	const { parameters } = spec;
	const targetBlobs = Number(parseNumber(schedule.target));
	const maxBlobs = Number(parseNumber(schedule.max));
	const blobBaseFeeUpdateFraction = Number(parseNumber(schedule.baseFeeUpdateFraction));
	if (
		parameters.targetBlobs === targetBlobs &&
		parameters.maxBlobs === maxBlobs &&
		parameters.blobBaseFeeUpdateFraction === blobBaseFeeUpdateFraction
	) {
		return spec;
	}
	const key = `${spec.name} ${targetBlobs} ${maxBlobs} ${blobBaseFeeUpdateFraction}`;
	let other = changed.get(key);
	if (other === undefined) {
		other = { ...spec, parameters: { ...parameters, targetBlobs, maxBlobs, blobBaseFeeUpdateFraction } };
		changed.set(key, other);
	}
	return other;
}
