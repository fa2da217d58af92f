import {
  base64urlDecode,
  base64urlEncode,
  CATEGORIES,
  fieldLeaves,
  keys,
  merkleRoot,
  type Hashes,
} from '@hanlian/chaincode/domain';
import type { Finding } from '../../verification/types.js';
import { isEntry, type ReadEntry, type ReadReport } from '../read.js';
import { isMasked, type ReportedField } from '../schema.js';

/** Whether every entry shown says what its source registered, field by field. */
export const integrity = ({ report, sets }: ReadReport, hashes: Hashes): Finding => {
  if (sets[0].subject !== report.consent.signed.statement.holder) return { code: 'REPORT_ENTRY_FOREIGN' };
  const entries = sets.flatMap(({ links }) => links.filter(isEntry));
  return (
    found('REPORT_FIELDS_WRONG', entries, (entry) => !followsCategory(entry)) ??
    found('REPORT_ENTRY_CHANGED', entries, (entry) => !leadsToRoots(entry, hashes)) ?? {
      code: 'REPORT_INTACT',
      data: { shown: entries.length },
    }
  );
};

/** The entries of which something is wrong, by the numbers of their documents. */
export const found = (
  code: Finding['code'],
  entries: readonly ReadEntry[],
  isWrong: (entry: ReadEntry) => boolean,
): Finding | undefined => {
  const wrong = entries.filter(isWrong);
  return wrong.length === 0
    ? undefined
    : { code, data: { entries: wrong.map(({ record }) => record.document) } };
};

const followsCategory = ({ record, fields }: ReadEntry): boolean => {
  const registered = CATEGORIES[record.category].fields;
  return (
    registered.length === fields.length && registered.every(({ name }, index) => name === fields[index]?.name)
  );
};

/** Both suites must agree: one broken hash function must not be enough to change a field. */
const leadsToRoots = (entry: ReadEntry, hashes: Hashes): boolean => {
  const leaves = entry.fields.map((field, index) => leafOf(entry, field, index, hashes));
  const rootIn = (suite: keyof Hashes): string =>
    base64urlEncode(
      merkleRoot(
        hashes[suite],
        leaves.map((leaf) => leaf[suite]),
      ),
    );
  const { root, sm3Root } = entry.record.facts;
  return rootIn('sha256') === root && rootIn('sm3') === sm3Root;
};

const leafOf = (
  { subject, entry }: ReadEntry,
  field: ReportedField,
  index: number,
  hashes: Hashes,
): Record<keyof Hashes, Uint8Array> =>
  isMasked(field)
    ? { sha256: base64urlDecode(field.leaf.sha256), sm3: base64urlDecode(field.leaf.sm3) }
    : fieldLeaves(hashes, keys.entry(subject, entry), index, field);
