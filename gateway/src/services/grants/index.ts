import type { GrantServices } from '../grant-services.js';
import type { GrantParts } from './parts.js';
import { checkGrant, getGrant, leasesOf, listGrants } from './read.js';
import { KnownSurroundings } from './surroundings.js';
import { actOnGrant, requestGrant } from './write.js';

/** Requests for data, what is decided on them, and what they cover. */
export function grantService(parts: GrantParts): GrantServices['grants'] {
  const surroundings = new KnownSurroundings(parts);
  return {
    request: (caller, input, once) => requestGrant(parts, caller, input, once),
    act: (caller, operation, id, input, once) => actOnGrant(parts, caller, operation, id, input, once),
    get: (_caller, id) => getGrant(parts, id),
    list: (_caller, query) => listGrants(parts, query),
    leases: (_caller, id, query) => leasesOf(parts, id, query),
    check: (caller, id, input) => checkGrant({ ...parts, surroundings }, caller, id, input),
  };
}
