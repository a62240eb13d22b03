import { expect, test } from "vitest";
import { BaseError } from "./base-error.js";

class SampleError extends BaseError {}

test("an error is named after its class and keeps its parts", () => {
	const cause = new Error("below");
	const error = new SampleError("Something is wrong", { details: "In line 3", docsPath: "errors.md#sample", cause });
	expect(error).toBeInstanceOf(BaseError);
	expect(error).toBeInstanceOf(Error);
	expect(error.name).toBe("SampleError");
	expect(error.shortMessage).toBe("Something is wrong");
	expect(error.details).toBe("In line 3");
	expect(error.docsPath).toBe("errors.md#sample");
	expect(error.cause).toBe(cause);
	expect(error.message).toBe("Something is wrong\nDetails: In line 3\nDocs: errors.md#sample");
});

test("an error without options is its short message", () => {
	const error = new SampleError("Something is wrong");
	expect(error.message).toBe("Something is wrong");
	expect(error.details).toBeUndefined();
	expect(error.docsPath).toBeUndefined();
	expect("cause" in error).toBe(false);
});
