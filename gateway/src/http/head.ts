import type { IncomingMessage } from 'node:http';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { RequestHandler } from 'express';

/** Of two, each could be meant for another reader of the request, such as a proxy before the hub. */
const ONCE = ['host', 'content-type', 'content-encoding', 'expect', 'if-match'] as const;

const malformed = (field: string, message: string): HanlianError =>
  new HanlianError('REQUEST_MALFORMED', message, { field });

function requireHost({ httpVersion, headers }: IncomingMessage): void {
  // RFC 9112 §3.2
  if (headers.host === undefined && httpVersion === '1.1')
    throw malformed('Host', 'A request names its Host');
}

function requireKnownExpectation({ headers: { expect } }: IncomingMessage): void {
  if (expect === undefined || expect.toLowerCase() === '100-continue') return;
  throw malformed('Expect', 'No other expectation is known than 100-continue');
}

/**
 * What Node would answer itself without a word, or let pass though it can be read in two ways.
 *
 * @throws {HanlianError} REQUEST_MALFORMED
 */
export const requirePlainHead: RequestHandler = (request, _response, next) => {
  const twice = ONCE.find((name) => (request.headersDistinct[name] ?? []).length > 1);
  if (twice !== undefined) throw malformed(twice, `The header ${twice} stands there twice`);
  requireHost(request);
  requireKnownExpectation(request);
  next();
};
