import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { RequestHandler, Response } from 'express';
import { requireScope } from '../services/require-scope.js';
import type { Caller, Proofs, Services } from '../services/types.js';
import type { Scope } from './endpoint.js';

/** Keys are 47 characters; a token signed with RSA is about a thousand. */
const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i;
/** What no credential has: whoever shows something else than asked for is nobody. */
const NONE = '';

const unauthenticated = (detail = 'No valid key was sent'): HanlianError =>
  new HanlianError('UNAUTHENTICATED', detail);

/** Of two Authorization headers one could be meant for another reader of the request. */
function bearerOf({ headersDistinct: { authorization } }: IncomingMessage): string | undefined {
  if (authorization === undefined) return undefined;
  const [only = NONE, ...more] = authorization;
  return more.length > 0 ? NONE : (BEARER.exec(only)?.[1] ?? NONE);
}

/** The connection's client certificate, where one was shown; one that no trusted authority made is nobody's. */
function certificateOf({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const fingerprint = socket.getPeerX509Certificate()?.fingerprint256;
  if (fingerprint === undefined) return undefined;
  return socket.authorized ? fingerprint.replaceAll(':', '').toLowerCase() : NONE;
}

function proofsOf(request: IncomingMessage): Proofs | undefined {
  const bearer = bearerOf(request);
  const certificate = certificateOf(request);
  if (bearer === undefined && certificate === undefined) return undefined;
  return { ...(bearer !== undefined && { bearer }), ...(certificate !== undefined && { certificate }) };
}

/** Learns who calls. No proof is nobody; a wrong one is a stranger, who is counted and then refused. */
export const identify =
  (callers: Services['callers']): RequestHandler =>
  async (request, response, next) => {
    const proofs = proofsOf(request);
    if (proofs !== undefined) {
      response.locals.proofs = proofs;
      response.locals.caller = await callers.authenticate(proofs);
      response.locals.isStranger = response.locals.caller === undefined;
    }
    next();
  };

/** Refuses a wrong proof, even where nobody need be known. */
export const refuseStranger: RequestHandler = (_request, response, next) => {
  if (response.locals.isStranger) throw unauthenticated();
  next();
};

/** This is for a better message: the contract decides again. */
function requireAllowed(scope: Scope, caller: Caller | undefined): void {
  if (scope === 'public') return;
  if (caller === undefined) throw unauthenticated();
  requireScope(caller, scope);
}

/** Lets through who holds the scope. */
export const authorise =
  (scope: Scope): RequestHandler =>
  (_request, response, next) => {
    requireAllowed(scope, response.locals.caller);
    next();
  };

/**
 * Looks at the caller once more when all of a request is there: a body may be long on its way, and what its sender came
 * with can have ended meanwhile.
 *
 * @throws {HanlianError} UNAUTHENTICATED, FORBIDDEN
 */
export function requireStanding(callers: Services['callers'], scope: Scope, { locals }: Response): void {
  const { caller, proofs } = locals;
  if (caller === undefined || proofs === undefined) return;
  locals.caller = callers.confirm(caller, proofs);
  if (locals.caller === undefined)
    throw unauthenticated('What was shown ended while the request was on its way');
  requireAllowed(scope, locals.caller);
}
