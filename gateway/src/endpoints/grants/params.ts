import type { ErrorCode } from '@hanlian/chaincode/domain';

/** What the address of a grant may be refused with. */
export const OF_GRANT: readonly ErrorCode[] = ['GRANT_UNKNOWN'];
