import {
  HanlianError,
  keys,
  parseCertificateIdentifier,
  requireCode,
  type LicenseRecord,
  type LicenseReference,
  type Transition,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import type { Row } from '../../readmodel/row.js';
import { parseRow } from '../registry-view.js';

/** A certificate as the ledger knows it. */
export interface FoundLicense {
  readonly row: Row;
  readonly record: LicenseRecord;
  /** The serial's newest version. */
  readonly current: string;
  /** In ledger order. */
  readonly transitions: readonly Transition[];
}

/** The parts of an identifier. @throws {HanlianError} what is wrong with it */
export function referenceOf(id: string): LicenseReference {
  const { type, issuer, serial, version } = requireCode(parseCertificateIdentifier(id), 'id');
  return { type, issuer, serial, version };
}

/**
 * A certificate's record with all its transitions, now or as it stood at the end of block `knownAt`.
 *
 * @throws {HanlianError} NOT_FOUND
 */
export async function findLicense(
  model: ReadModel,
  reference: LicenseReference,
  knownAt?: number,
): Promise<FoundLicense> {
  const row = await model.find(keys.license(reference), knownAt);
  if (row === undefined) throw new HanlianError('NOT_FOUND', 'The ledger knows no such certificate');
  return foundLicense(model, reference, row, knownAt);
}

/** A certificate whose row has been read, with what stands beside it. */
export async function foundLicense(
  model: ReadModel,
  reference: LicenseReference,
  row: Row,
  knownAt?: number,
): Promise<FoundLicense> {
  const record = parseRow(row) as LicenseRecord;
  const head = await model.find(keys.head(reference), knownAt);
  return {
    row,
    record,
    current: head === undefined ? reference.version : (parseRow(head) as { version: string }).version,
    transitions: [...olderOf(model, reference, record), ...(record.h ?? [])],
  };
}

/** Transitions that no longer fit the record. They never change, so they read the same at any height. */
const olderOf = (model: ReadModel, reference: LicenseReference, { z = 0 }: LicenseRecord): Transition[] =>
  Array.from({ length: z }, (_, n) => {
    const row = model.get(keys.overflow(reference, n));
    if (row === undefined)
      throw new HanlianError('INTERNAL', `Transition ${n} is missing from the read model`);
    return parseRow(row) as Transition;
  });
