import { randomBytes } from 'node:crypto';
import {
  canonicalToken,
  readStampResponse,
  stampTrustOf,
  verifyStamp,
  writeStampRequest,
  type StampTrust,
} from '@hanlian/certificates';

/** Where stamps come from, and whose are believed. */
export interface StampSources {
  /** Addresses that take an RFC 3161 request over HTTP, in the order they are asked. */
  readonly urls: readonly string[];
  /** Certificates under which stamps are believed, DER. */
  readonly roots: readonly Uint8Array[];
}

/** A stamp, and what came with it of how its authority stands. */
export interface ObtainedStamp {
  /** DER. */
  readonly token: Buffer;
  /** Revocation lists, DER. */
  readonly lists: readonly Buffer[];
}

/** No authority gave a stamp; the causes stand in the order they were asked. */
export class NoStampError extends AggregateError {
  override readonly name = 'NoStampError';
}

const TIMEOUT = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** An authority whose clock is further off than this is not believed while another may be right. */
const CLOCKS_DIFFER = 5 * 60_000;
const NONCE_BYTES = 8;

/**
 * A time-stamp token over `content`, from the first authority that gives one which stands: over this content, for this
 * request, under a trusted certificate that nothing tells to be revoked, at this hour.
 * @throws {NoStampError}
 */
export async function obtainStamp(
  content: Uint8Array,
  { urls, roots }: StampSources,
  now: number,
  signal: AbortSignal,
  known: readonly Uint8Array[] = [],
): Promise<ObtainedStamp> {
  const causes: unknown[] = [];
  const trust = stampTrustOf(roots, known);
  for (const url of urls) {
    try {
      return await ask(url, content, trust, now, signal);
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw new NoStampError(causes, 'No time-stamp authority gave a stamp');
}

async function ask(
  url: string,
  content: Uint8Array,
  trust: StampTrust,
  now: number,
  signal: AbortSignal,
): Promise<ObtainedStamp> {
  const nonce = randomBytes(NONCE_BYTES).readBigUInt64BE();
  const request = writeStampRequest(content, nonce);
  const response = readStampResponse(await post(url, request, signal));
  if (!response.granted) throw new Error(`${url} refuses: ${response.refusal ?? response.status}`);
  const token = canonicalToken(response.token);
  const stamp = verifyStamp(token, content);
  if (!stamp.ok) throw new Error(`${url} gave a stamp that does not stand: ${stamp.fault}`);
  // The nonce stands in request and token alike, as the same DER.
  const isAnswer = stamp.nonce !== undefined && request.includes(stamp.nonce);
  if (!isAnswer) throw new Error(`${url} answered another request`);
  if (Math.abs(stamp.at.getTime() - now) > CLOCKS_DIFFER) throw new Error(`${url} has another time`);
  if (!(await trust.trusts(stamp))) throw new Error(`${url} stamps under a certificate that is not trusted`);
  const fault = trust.statusFault?.({ stamp, kept: undefined, mustTell: false });
  if (fault) throw new Error(`${url} stamps under a certificate that does not stand: ${fault.code}`);
  return { token, lists: stamp.lists };
}

async function post(url: string, body: Buffer, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    redirect: 'error',
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url} answers ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error(`${url} answers with more than any stamp`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
