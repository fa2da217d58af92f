import {
  endBy,
  FIRST_VERSION,
  LIFECYCLE,
  requireAssertedPast,
  type AssertedInput,
  type AssertedTransition,
  type BasisInput,
  type CertificateInput,
  type CertificateType,
  type StockCertificateInput,
} from '@hanlian/chaincode/domain';
import type { Prepared } from '../../documents/documents.js';
import { mapInTurns } from '../../in-turns.js';
import { prepareText } from '../basis.js';
import { readMoment } from '../moments.js';
import type { NewKind } from './new-batch.js';
import { checkHolders, readFields } from './content.js';
import type { CheckedContent } from './new-batch.js';
import type { LicenseParts } from './parts.js';
import type { Take } from './serials-at-work.js';
import { takeSerials } from './serials.js';
import { periodOf, type Period } from './validity.js';

/** A certificate as any way of beginning here may give it; only stock has a version and an asserted past. */
export type NewCertificate = CertificateInput & Partial<StockCertificateInput>;

/** Certificates that begin to stand here under one seal. */
export interface NewBatch {
  readonly kind: NewKind;
  readonly type: string;
  readonly basis: BasisInput;
  readonly certificates: readonly NewCertificate[];
}

/** A certificate that passed its type's checks. */
export interface Checked {
  /** Drawn when absent. */
  readonly serial: string | undefined;
  readonly version: string;
  /** Where it stands in the request. */
  readonly path: string;
  readonly content: CheckedContent;
  /** The text of its origin, which stays with the department. */
  readonly origin: Prepared | undefined;
}

/**
 * Checks every certificate of a batch, and takes the serials it names.
 *
 * @throws {HanlianError} what is wrong with the first that is
 */
export async function checkBatch(
  parts: LicenseParts,
  type: CertificateType,
  issuer: string,
  { kind, certificates }: NewBatch,
  take: Take,
): Promise<readonly Checked[]> {
  const now = parts.now();
  const checked = await mapInTurns(certificates, (certificate, i) => {
    const path = kind === 'transferIn' ? 'certificate' : `certificates[${i}]`;
    return checkOne(parts, type, certificate, { kind, now, path });
  });
  await takeSerials(parts, take, { type, issuer }, checked);
  return checked;
}

export interface Circumstances {
  readonly kind: NewKind;
  readonly now: number;
  readonly path: string;
}

function checkOne(
  parts: LicenseParts,
  type: CertificateType,
  certificate: NewCertificate,
  circumstances: Circumstances,
): Checked {
  const { path } = circumstances;
  const { serial, version = FIRST_VERSION, holders } = certificate;
  const validity = beginning(type, certificate, circumstances);
  const asserted = assertedOf(type, certificate.asserted, validity, circumstances);
  const origin =
    certificate.origin === undefined ? undefined : prepareText(parts, 'origin', certificate.origin, holders);
  const past = { ...(origin && { origin: origin.digest }), ...(asserted && { asserted }) };
  const content = { ...checkContent(type, certificate, path), validity };
  const isNew = origin === undefined && asserted === undefined;
  return { serial, version, path, content: isNew ? content : { ...content, past }, origin: origin?.text };
}

/** Holders and fields, checked against the certificate's type. */
export function checkContent(
  type: CertificateType,
  { holders, fields }: Pick<CertificateInput, 'holders' | 'fields'>,
  path: string,
): Pick<CheckedContent, 'holders' | 'fields'> {
  checkHolders(type, holders, `${path}.holders`);
  return { holders, fields: readFields(type, fields, `${path}.fields`) };
}

/** When it holds. @throws {HanlianError} what is wrong with its dates */
export function beginning(
  { validity }: CertificateType,
  { effectiveFrom, effectiveTo }: NewCertificate,
  { kind, now, path }: Circumstances,
): Period {
  const from =
    effectiveFrom === undefined ? now : readMoment(effectiveFrom, 'start', `${path}.effectiveFrom`);
  return periodOf(from, endBy(validity, kind, from), effectiveTo, path);
}

/** The past a department asserts, judged as the contract will. */
export function assertedOf(
  { renewalGraceDays }: CertificateType,
  asserted: readonly AssertedInput[] | undefined,
  { from, to }: Period,
  { now, path }: Circumstances,
): AssertedTransition[] | undefined {
  if (asserted === undefined) return undefined;
  const past = asserted.map(({ operation, effectiveAt, until }, i) => ({
    operation,
    state: LIFECYCLE[operation].to,
    effectiveAt: readMoment(effectiveAt, 'start', `${path}.asserted[${i}].effectiveAt`),
    ...(until !== undefined && { until: readMoment(until, 'end', `${path}.asserted[${i}].until`) }),
  }));
  requireAssertedPast({ f: from, u: to ?? undefined }, past, { txTime: now, renewalGraceDays }, path);
  return past;
}
