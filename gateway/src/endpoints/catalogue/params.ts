import { api, type ErrorCode } from '@hanlian/chaincode/domain';

/** What names an entry of a list, and what names a list. */
export const params = api.entryPlace;
export const listParams = params.pick({ list: true });

/** What a write of entries may be refused with, whichever list they are of. */
export const OF_ENTRIES: readonly ErrorCode[] = [
  'STALE',
  'ALREADY_APPLIED',
  'TXTIME_TOO_OLD',
  'WRONG_MSP',
  'DATE_IMPOSSIBLE',
  'HOLDS_CITIZEN_NUMBER',
  'OTHER_DEPARTMENT',
  'DEPARTMENT_UNKNOWN',
  'DEPARTMENT_NOT_IN_FORCE',
  'CATALOGUE_ENTRY_DUPLICATE',
];
