import type { EntryWork } from '../../uploads/runner.js';
import type { CreditParts } from '../parts.js';
import { Recipients } from '../recipients.js';
import { carryOutEntries } from './carry-out.js';
import { checkEntries } from './check.js';

/** Permits and penalties by the file. */
export const entryWork = (parts: CreditParts): EntryWork => {
  const recipients = new Recipients(parts);
  return {
    check: (store, record, options) => checkEntries(parts, store, record, options),
    carryOut: (store, record, caller) => carryOutEntries({ parts, store, recipients }, record, caller),
  };
};
