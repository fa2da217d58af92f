import { HanlianError, type Scope } from '@hanlian/chaincode/domain';
import type { Caller } from './caller.js';

/** Refuses a caller that may not do this. @throws {HanlianError} FORBIDDEN */
export function requireScope({ scopes }: Pick<Caller, 'scopes'>, scope: Scope): void {
  if (!scopes.has(scope)) throw new HanlianError('FORBIDDEN', `The scope ${scope} is missing`);
}
