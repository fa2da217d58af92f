import type { OwnAccess } from '@hanlian/chaincode/domain';
import { unknownCursor } from '../pages.js';
import type { Page, Services } from '../types.js';
import { Filings } from './filings.js';
import { fileObjection, type ObjectingParts } from './objecting.js';
import { accessesTo, type ShownAccess } from './shown.js';
import { Subjects, type SubjectsParts } from './subjects.js';

const SHOWN_AT_ONCE = 100;

/** Who read my data: for whoever proves whose data it is, without a login. */
export function ownAccessService(
  parts: SubjectsParts & Omit<ObjectingParts, 'filings'>,
): Services['ownAccesses'] {
  const subjects = new Subjects(parts);
  const filings = new Filings(parts);
  return {
    view: async (input) => {
      const subject = await subjects.viewing(input);
      return pageAfter(await accessesTo(parts, subject), input.cursor);
    },
    object: async (input) => fileObjection({ ...parts, filings }, await subjects.objecting(input), input),
  };
}

/** @throws {HanlianError} FIELD_INVALID when the cursor is of no access that is shown */
function pageAfter(shown: readonly ShownAccess[], cursor: string | undefined): Page<OwnAccess> {
  const after = cursor === undefined ? -1 : shown.findIndex(({ access }) => access.query === cursor);
  if (cursor !== undefined && after < 0) throw unknownCursor();
  const items = shown.slice(after + 1, after + 1 + SHOWN_AT_ONCE).map(({ access }) => access);
  const isLast = after + 1 + items.length === shown.length;
  return { items, ...(!isLast && { next: (items.at(-1) as OwnAccess).query }) };
}
