import {
  FIRST_VERSION,
  HanlianError,
  keys,
  MAX_RUN,
  requireSerial,
  type CertificateType,
  type LicenseReference,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { randomSerialText, type Random } from '../../storage/random.js';

/** 103 random bits, so that nobody can guess a serial, and two runs never share a prefix. */
const PREFIX_LENGTH = 20;
const BASE = 36;
const SUFFIX_LENGTH = (MAX_RUN - 1).toString(BASE).length;

/** The serials of one run, and the prefix they share when the hub drew them all. */
export interface RunSerials {
  readonly serials: readonly string[];
  readonly prefix?: string;
}

/**
 * Takes the serials given for a run and draws the others: with one prefix for all, one range read proves them new. For
 * a certificate by itself a read of its own keys does, which every ledger answers and checks more cheaply.
 */
export function drawSerials(random: Random, given: readonly (string | undefined)[]): RunSerials {
  const prefix = randomSerialText(random, PREFIX_LENGTH);
  const serials = given.map(
    (serial, i) => serial ?? prefix + i.toString(BASE).toUpperCase().padStart(SUFFIX_LENGTH, '0'),
  );
  const isRange = given.length > 1 && given.every((serial) => serial === undefined);
  return isRange ? { serials, prefix } : { serials };
}

/**
 * Refuses serials that the ledger would: it is asked a run at a time, and a refusal in a later run would come when the
 * earlier ones stand already.
 *
 * @throws {HanlianError} SERIAL_TAKEN, SERIAL_IS_CITIZEN_NUMBER, SERIAL_TOO_SHORT
 */
export function refuseSerials(
  model: ReadModel,
  type: CertificateType,
  issuer: string,
  certificates: readonly { readonly serial: string | undefined; readonly path: string }[],
): void {
  const seen = new Set<string>();
  certificates.forEach(({ serial, path: field }) => {
    if (serial === undefined) return;
    requireSerial(type, serial, field);
    if (seen.has(serial)) throw taken('The batch names one serial twice', field);
    seen.add(serial);
    if (isInUse(model, { type: type.code, issuer, serial })) throw taken('The serial is in use', field);
  });
}

/** Later versions than the first have a head. */
const isInUse = (model: ReadModel, reference: Omit<LicenseReference, 'version'>): boolean =>
  model.get(keys.license({ ...reference, version: FIRST_VERSION })) !== undefined ||
  model.get(keys.head(reference)) !== undefined;

const taken = (message: string, field: string): HanlianError =>
  new HanlianError('SERIAL_TAKEN', message, { field: `${field}.serial` });
