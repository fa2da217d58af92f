import { HanlianError } from '@hanlian/chaincode/domain';
import type { RegistryAnswer } from '@hanlian/chaincode/domain';
import { ISSUER, later, Once, pageOf, TYPE } from './fake-parts.js';
import { RECORDS } from './fake-records.js';
import type { Records, Reference, Services } from '@hanlian/gateway/services/types';

/** Whether a record is the one a reference or an address names. */
const isNamed = (record: object, names: object): boolean =>
  Object.entries(names).every(
    ([name, value]) => name === 'kind' || (record as Readonly<Record<string, unknown>>)[name] === value,
  );

const recordOf = (reference: Reference): Records[keyof Records] => {
  const records: readonly Records[keyof Records][] = RECORDS[reference.kind];
  const found = records.find((record) => isNamed(record, reference));
  if (found === undefined) throw new HanlianError('NOT_FOUND', 'No such record');
  return found;
};
const revised = (standing: number | undefined, expected: number | undefined): RegistryAnswer => {
  if (standing !== expected) {
    throw new HanlianError('STALE', 'The record has changed since', {
      field: 'expectedRevision',
      expected: standing ?? null,
      received: expected ?? null,
    });
  }
  return { revision: (expected ?? -1) + 1, transactionId: 'tx-1' };
};
/** Records as they are, and writes that look at revisions alone. */
export const fakeRegistry = (once: Once): Services['registry'] => ({
  list: (kind, { limit, cursor }) => Promise.resolve(pageOf(RECORDS[kind], limit, cursor)),
  get: (reference) => later(() => recordOf(reference) as never),
  put: (caller, { facts, expectedRevision }, key) =>
    later(() =>
      once.do(caller, key, () => {
        const standing = facts['code'] === ISSUER || facts['code'] === TYPE ? 0 : undefined;
        return revised(standing, expectedRevision);
      }),
    ),
  succeed: (caller, _code, { expectedRevision }, key) =>
    later(() => once.do(caller, key, () => revised(0, expectedRevision ?? 0))),
  compromise: (caller, named, { expectedRevision }, key) =>
    later(() =>
      once.do(caller, key, () =>
        revised(recordOf({ kind: 'sealKey', ...named }).revision, expectedRevision ?? 0),
      ),
    ),
});
