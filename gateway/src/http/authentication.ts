import { HanlianError } from '@hanlian/chaincode/domain';
import type { RequestHandler } from 'express';
import type { Caller, Services } from '../services/types.js';
import type { Scope } from './endpoint.js';

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,512}=*)$/i;

const unauthenticated = (): HanlianError => new HanlianError('UNAUTHENTICATED', 'No valid key was sent');

async function callerOf(callers: Services['callers'], header: string): Promise<Caller> {
  const key = BEARER.exec(header)?.[1];
  const caller = key === undefined ? undefined : await callers.authenticate(key);
  if (caller === undefined) throw unauthenticated();
  return caller;
}

/** Learns who calls. No header is nobody; a wrong one is refused, even where nobody need be known. */
export const identify =
  (callers: Services['callers']): RequestHandler =>
  async (request, response, next) => {
    const header = request.headers.authorization;
    if (header !== undefined) response.locals.caller = await callerOf(callers, header);
    next();
  };

/** Lets through who holds the scope. This is for a better message: the contract decides again. */
export const authorise =
  (scope: Exclude<Scope, 'public'>): RequestHandler =>
  (_request, response, next) => {
    const { caller } = response.locals;
    if (caller === undefined) throw unauthenticated();
    if (!caller.scopes.has(scope)) throw new HanlianError('FORBIDDEN', `The scope ${scope} is missing`);
    next();
  };
