import type { DeployedInterface, ErrorCode } from '@hanlian/chaincode/domain';

interface Common {
  readonly method: 'POST';
  readonly path: string;
  readonly scope: 'public';
  readonly idempotent: false;
  readonly bodyLimit: number;
  readonly refusals: readonly ErrorCode[];
}

/** A file may be 1 MiB. */
const BODY_LIMIT = 1280 * 1024;

/** What the interfaces in the field share: their address is their name, and the key stands in the body. */
export const deployed = (name: DeployedInterface, refusals: readonly ErrorCode[] = []): Common => ({
  method: 'POST',
  path: `/${name}`,
  scope: 'public',
  idempotent: false,
  bodyLimit: BODY_LIMIT,
  refusals: [
    'FORBIDDEN',
    'QUOTA_SPENT',
    'TYPE_UNKNOWN',
    'DOCUMENT_ERASED',
    ...new Set<ErrorCode>(['NOT_FOUND', ...refusals]),
  ],
});
