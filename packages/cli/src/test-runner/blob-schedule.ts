import type { Spec } from "@evmore/evm/spec";
import type { BlobScheduleJson } from "../statetest/state-test.js";
import { TestFields } from "./test-fields.js";

/** Rules with other blob parameters, by fork and parameters: the same are always the same object. */
const changed = new Map<string, Spec>();

/**
 * The rules of a fork with the blob parameters that a test names.
 *
 * @param path - the field of the test, for messages
 * @throws {InputError} a parameter is missing or cannot be read
 */
export function withBlobSchedule(spec: Spec, schedule: BlobScheduleJson | undefined, path = "blobSchedule"): Spec {
	if (schedule === undefined) return spec;
	const { parameters } = spec;
	const fields = new TestFields(schedule, path);
	const targetBlobs = Number(fields.number("target"));
	const maxBlobs = Number(fields.number("max"));
	const blobBaseFeeUpdateFraction = Number(fields.number("baseFeeUpdateFraction"));
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
