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
import type { LicenseParts } from './parts.js';
import type { Take } from './serials-at-work.js';

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

/** A serial, where a caller names one, and where the certificate stands in the request. */
interface Given {
  readonly serial: string | undefined;
  readonly path: string;
}

/**
 * Refuses serials that the ledger would, and takes the others: the ledger is asked a run at a time, and a refusal in a
 * later run would come when the earlier ones stand already.
 *
 * @throws {HanlianError} SERIAL_TAKEN, SERIAL_IS_CITIZEN_NUMBER, SERIAL_TOO_SHORT
 */
export async function takeSerials(
  { model, caughtUp }: Pick<LicenseParts, 'model' | 'caughtUp'>,
  take: Take,
  { type, issuer }: { readonly type: CertificateType; readonly issuer: string },
  certificates: readonly Given[],
): Promise<void> {
  const given = certificates.flatMap(({ serial, path }) => (serial === undefined ? [] : [{ serial, path }]));
  if (given.length === 0) return;
  const referenceOf = (serial: string): Serial => ({ type: type.code, issuer, serial });
  for (const { serial, path } of given) {
    requireSerial(type, serial, path);
    if (!take(keys.head(referenceOf(serial)))) throw taken(path);
  }
  // After they were taken: an issue that let one go before has its certificates on the ledger by now.
  await caughtUp();
  const used = given.find(({ serial }) => isInUse(model, referenceOf(serial)));
  if (used !== undefined) throw taken(used.path);
}

export type Serial = Omit<LicenseReference, 'version'>;

/** Whether the ledger has a certificate of that serial. Later versions than the first have a head. */
export const isInUse = (model: ReadModel, serial: Serial): boolean =>
  model.get(keys.license({ ...serial, version: FIRST_VERSION })) !== undefined ||
  model.get(keys.head(serial)) !== undefined;

const taken = (path: string): HanlianError =>
  new HanlianError('SERIAL_TAKEN', 'The serial is in use, or asked for twice', { field: `${path}.serial` });
