import { type ErrorName, errorCodes, RpcError } from "../errors/rpc-error.js";
import { JsonStream } from "../rpc/json-stream.js";
import { toRpcError } from "../rpc/to-rpc-error.js";
import { type AnswerStream, answerWith, collectAnswer } from "./answer-stream.js";
import { type Id, isId, parseRequests, writeId } from "./request-id.js";
import type { ServerLimits } from "./server-limits.js";

/** Carries out one request. Whatever it throws is answered; what is no RpcError only as "internal error". */
export type Call = (method: string, parameters: unknown) => Promise<unknown>;

/** JSON texts of answers, long ones in pieces; undefined: there is nothing to answer. */
export type Answer = string | AnswerStream | undefined;

/**
 * Answers a JSON-RPC 2.0 request or a batch of them, as text. Requests without an id are notifications: they are carried
 * out, and nothing is answered.
 *
 * @param report - told of errors that nobody foresaw
 */
export async function answerJsonRpc(
	text: string,
	call: Call,
	limits: Pick<ServerLimits, "batchItems" | "batchBytes">,
	report: (error: unknown) => void = () => {},
): Promise<Answer> {
	let request: unknown;
	try {
		request = parseRequests(text);
	} catch {
		return failure(null, "parseError", "parse error");
	}
	if (!Array.isArray(request)) return answerOne(request, call, report);
	if (request.length === 0) return failure(null, "invalidRequest", "empty batch");
	if (request.length > limits.batchItems) {
		return `[${failure(firstId(request), "invalidRequest", `batch too large: ${request.length} requests, at most ${limits.batchItems}`)}]`;
	}
	const answers: string[] = [];
	let size = 0;
	for (const item of request) {
		const long: Answer = size > limits.batchBytes ? refuseForSize(item) : await answerOne(item, call, report);
		const answer = typeof long === "object" ? await answerInBatch(item, long, limits.batchBytes - size, report) : long;
		if (answer === undefined) continue;
		size += answer.length;
		answers.push(answer);
	}
	return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
}

async function answerOne(request: unknown, call: Call, report: (error: unknown) => void): Promise<Answer> {
	if (typeof request !== "object" || request === null || Array.isArray(request)) {
		return failure(null, "invalidRequest", "invalid request");
	}
	const { jsonrpc, id, method, params } = request as Record<string, unknown>;
	const isNotification = !Object.hasOwn(request, "id");
	if (!isNotification && !isId(id)) return failure(null, "invalidRequest", "an id is a string, a number or null");
	const answerId = isNotification ? null : (id as Id);
	if (jsonrpc !== "2.0") return failure(answerId, "invalidRequest", 'jsonrpc is not "2.0"');
	if (typeof method !== "string") return failure(answerId, "invalidRequest", "there is no method");
	try {
		const result = await call(method, params);
		if (isNotification) return undefined;
		if (result instanceof JsonStream) return await startAnswer(writeId(answerId), result);
		return `{"jsonrpc":"2.0","id":${writeId(answerId)},"result":${JSON.stringify(result) ?? "null"}}`;
	} catch (error) {
		if (!(error instanceof RpcError)) report(error);
		return isNotification ? undefined : describe(answerId, error);
	}
}

async function startAnswer(id: string, result: JsonStream): Promise<string | AnswerStream> {
	try {
		return await answerWith(id, result);
	} catch (error) {
		throw toRpcError(error);
	}
}

/** A batch is one text: a long answer is part of it as far as there is room. */
async function answerInBatch(
	request: unknown,
	answer: AnswerStream,
	room: number,
	report: (error: unknown) => void,
): Promise<string | undefined> {
	try {
		return (await collectAnswer(answer, room)) ?? refuseForSize(request);
	} catch (error) {
		const known = toRpcError(error);
		if (known.code === errorCodes.internalError) report(error);
		return describe(firstId([request]), known);
	}
}

function describe(id: Id, error: unknown): string {
	if (!(error instanceof RpcError)) return failure(id, "internalError", "internal error");
	return failureText(id, error.code, error.shortMessage, error.data);
}

function refuseForSize(request: unknown): string | undefined {
	if (typeof request === "object" && request !== null && !Object.hasOwn(request, "id")) return undefined;
	return failureText(firstId([request]), errorCodes.transactionRejected, "response too large");
}

function firstId(requests: readonly unknown[]): Id {
	for (const request of requests) {
		if (typeof request !== "object" || request === null) continue;
		const { id } = request as { id?: unknown };
		if (isId(id)) return id;
	}
	return null;
}

function failure(id: Id, name: ErrorName, message: string): string {
	return failureText(id, errorCodes[name], message);
}

function failureText(id: Id, code: number, message: string, data?: unknown): string {
	const error = JSON.stringify({ code, message, ...(data !== undefined && { data }) });
	return `{"jsonrpc":"2.0","id":${writeId(id)},"error":${error}}`;
}
