import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { HanlianError, type WebhookFailure } from '@hanlian/chaincode/domain';
import { TargetRefused, type Targets } from './targets.js';

/** What became of one attempt. */
export type Outcome =
  | { readonly delivered: true }
  | {
      readonly delivered: false;
      readonly failure: WebhookFailure;
      /** How the answer's body began. */
      readonly answer?: string;
      /** Milliseconds that the receiver asks to be left alone. */
      readonly retryAfter?: number;
    };

/** Sends one request; it settles within the timeout and never throws. */
export type Send = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
) => Promise<Outcome>;

const TIMEOUT_MS = 15_000;
const KEPT_BYTES = 512;

/**
 * Posts to targets. Each attempt has a connection of its own, whose address is checked; no redirect is followed, and of
 * an answer that failed no more than its beginning is read.
 */
export const senderTo =
  (targets: Targets, timeout = TIMEOUT_MS): Send =>
  async (text, headers, body, signal) => {
    const deadline = AbortSignal.timeout(timeout);
    try {
      const url = targets.require(text);
      const over = AbortSignal.any([deadline, signal]);
      return await outcomeOf(await post(url, targets, { headers, body, signal: over }));
    } catch (error) {
      return { delivered: false, failure: { reason: deadline.aborted ? 'timeout' : reasonOf(error) } };
    }
  };

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

function post(url: URL, targets: Targets, { headers, body, signal }: Message): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      agent: false,
      lookup: targets.lookupFor(url),
      ...(targets.trust !== undefined && { secureContext: targets.trust }),
      signal,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'hanlian-webhooks/1',
      },
    };
    const sent = request(url, options);
    // An answer that switches protocols ends the connection without being one.
    sent.on('response', resolve).on('error', reject);
    sent.on('close', () => reject(new Error('The connection ended without an answer')));
    sent.end(body);
  });
}

async function outcomeOf(response: IncomingMessage): Promise<Outcome> {
  const { statusCode: status = 0, headers } = response;
  if (status >= 200 && status < 300) {
    response.destroy();
    return { delivered: true };
  }
  const answer = await beginningOf(response);
  const retryAfter = Number(headers['retry-after']) * 1000;
  return {
    delivered: false,
    failure: { reason: 'answered', status },
    ...(answer !== '' && { answer }),
    ...(retryAfter > 0 && { retryAfter }),
  };
}

/** Whatever can be had of it in time: a body that breaks off or never ends changes nothing about the status. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= KEPT_BYTES) break;
    }
  } catch {
    // The status says all there is to say.
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, KEPT_BYTES));
}

const reasonOf = (error: unknown): WebhookFailure['reason'] =>
  error instanceof TargetRefused || error instanceof HanlianError ? 'target' : 'connection';
