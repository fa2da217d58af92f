import { HanlianError } from '@hanlian/chaincode/domain';
import type { Requests } from '../outbox/requests.js';
import type { Caller } from './caller.js';

/**
 * For writes that nobody signs elsewhere: the hub must have the caller's key.
 *
 * @throws {HanlianError} SIGNING_UNSUPPORTED
 */
export async function requireOwnKey(
  { requests }: { readonly requests: Pick<Requests, 'isHeld'> },
  { identity }: Pick<Caller, 'identity'>,
): Promise<void> {
  if (!(await requests.isHeld(identity))) return;
  throw new HanlianError('SIGNING_UNSUPPORTED', 'The key of this caller is not in this hub');
}
