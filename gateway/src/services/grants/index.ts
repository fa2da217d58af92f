import type { GrantActAnswer } from '@hanlian/chaincode/domain';
import type { GrantServices } from '../grant-services.js';
import type { GrantParts } from './parts.js';
import { checkGrant, getGrant, leasesOf, listGrants } from './read.js';
import { actOnGrant, requestGrant, type Written } from './write.js';

/** Requests for data, what is decided on them, and what they cover. */
export function grantService(parts: GrantParts): GrantServices['grants'] {
  const answered = async ({ id, transactionId }: Written): Promise<GrantActAnswer> => ({
    ...(await getGrant(parts, id)),
    transactionId,
  });
  return {
    request: async (caller, input, once) => answered(await requestGrant(parts, caller, input, once)),
    act: async (caller, operation, id, input, once) =>
      answered(await actOnGrant(parts, caller, operation, id, input, once)),
    get: (_caller, id) => getGrant(parts, id),
    list: (_caller, query) => listGrants(parts, query),
    leases: (_caller, id, query) => leasesOf(parts, id, query),
    check: (caller, id, input) => checkGrant(parts, caller, id, input),
  };
}
