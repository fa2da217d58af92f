import { pipeline } from 'node:stream/promises';
import { HanlianError, errorEntry, type SigningAnswer } from '@hanlian/chaincode/domain';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { SentFile } from '../services/uploads/rejects.js';
import type { Endpoint } from './endpoint.js';
import { failureOf, problemOf, statusOf } from './problem.js';
import type { Failure, Language } from './problem.js';
import { etagOf, names } from './revision.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const RETRY_SECONDS = '1';
const PIPED_LISTENERS = 20;

const revisionIn = (answer: unknown): number | undefined => {
  const { revision } = answer as { revision?: unknown };
  return typeof revision === 'number' ? revision : undefined;
};

function end(response: Response, status: number, type: string, body: string | Uint8Array): void {
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

const isSigning = ({ signedByCaller = false }: Endpoint, given: unknown): given is SigningAnswer =>
  signedByCaller && 'sign' in (given as object);

/** With which status and headers an answer is sent. */
function headOf(
  endpoint: Endpoint,
  given: unknown,
): { readonly status: number; readonly headers: Readonly<Record<string, string>> } {
  if (isSigning(endpoint, given)) return { status: 202, headers: { Location: `/v1/signings/${given.id}` } };
  const { answer, instead, headers } = endpoint;
  return {
    status: instead?.applies(given) ? instead.status : answer.status,
    headers: headers?.(given) ?? {},
  };
}

function bodyOf(answer: unknown, media: string | undefined): string | Uint8Array {
  if (media === undefined) return JSON.stringify(answer);
  return answer instanceof Uint8Array ? answer : String(answer);
}

/** Sends what a handler gave. Reads carry an ETag and answer 304 where the reader has the same already. */
export function sendAnswer(endpoint: Endpoint, request: Request, response: Response, answer: unknown): void {
  const { media } = endpoint.answer;
  const { status, headers } = headOf(endpoint, answer);
  const sent = bodyOf(answer, media);
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, value);
  }
  if (endpoint.method === 'GET' && media === undefined) {
    response.setHeader('ETag', etagOf(String(sent), revisionIn(answer)));
  }
  response.statusCode = status;
  if (names(request.headers['if-none-match'], response.getHeader('ETag'))) {
    response.status(304).end();
    return;
  }
  end(response, status, media ?? JSON_TYPE, sent);
}

/** Sends a file as it is read, and reads none for who asks for its headers; nothing in a browser may take it for a page. */
export async function sendFile(response: Response, { media, name, content }: SentFile): Promise<void> {
  response.setHeader('Content-Type', media);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  // A pipeline listens up to seven times for the end, beside the gateway's own: Node would warn of a leak.
  response.setMaxListeners(PIPED_LISTENERS);
  await pipeline(content, response);
}

const languageOf = (request: Request): Language =>
  request.acceptsLanguages('en', 'zh') === 'zh' ? 'zh' : 'en';

function setProblemHeaders(response: Response, status: number, language: Language): void {
  response.setHeader('Content-Language', language);
  response.vary('Accept-Language');
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  const isForNow = status === 503 || status === 429;
  // Over a rate, the limiter has said when its minute ends.
  if (isForNow && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', RETRY_SECONDS);
}

/** A version that was named in a header and has gone by is a failed precondition (RFC 9110 §15.5.13). */
const statusFor = (request: Request, { code }: Failure, status: number): number =>
  code === 'STALE' && request.headers['if-match'] !== undefined ? 412 : status;

/** Whether the operator should see the cause: not where the hub itself chose to refuse for the moment. */
const isFault = (error: unknown, { code }: Failure): error is Error =>
  error instanceof Error &&
  statusOf(code) >= 500 &&
  !(error instanceof HanlianError && errorEntry(code).category === 'unavailable');

/** Answers whatever was thrown as an RFC 9457 problem; the cause of a fault goes to the log only. */
export const sendProblem: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const failure = failureOf(error);
  response.locals.code = failure.code;
  if (isFault(error, failure)) response.locals.fault = error;
  if (response.headersSent) {
    next(error);
    return;
  }
  const language = languageOf(request);
  const problem = problemOf(failure, response.locals.requestId, language);
  const status = statusFor(request, failure, problem.status);
  setProblemHeaders(response, status, language);
  end(response, status, 'application/problem+json; charset=utf-8', JSON.stringify({ ...problem, status }));
};
