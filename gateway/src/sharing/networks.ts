import { HanlianError } from '@hanlian/chaincode/domain';
import { liesIn, networksOf } from '../webhooks/addresses.js';

/** @throws {HanlianError} QUERY_NETWORK_NOT_ALLOWED */
export function requireFrom(networks: readonly string[], address: string): void {
  if (liesIn(networksOf(networks), address)) return;
  throw new HanlianError(
    'QUERY_NETWORK_NOT_ALLOWED',
    'The query comes from outside of the networks the grant names',
  );
}
