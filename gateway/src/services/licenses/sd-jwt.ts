import { createPublicKey, type KeyObject } from 'node:crypto';
import { issueSdJwt, type Credential, type EvidenceDocument } from '@hanlian/certificates';
import {
  dateOfInstant,
  endOfDate,
  HanlianError,
  holderKeyDigest,
  inForce,
  stateOf,
  type HolderKey,
  type LegalDate,
  type SdJwtAnswer,
  type SdJwtInput,
} from '@hanlian/chaincode/domain';
import type { Caller } from '../types.js';
import { assembleDocument, isInCharge, typeOf } from './document.js';
import { findLicense, referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';

/**
 * A certificate as SD-JWT under the seal of the department in charge, made anew at each call. Nothing is written: what it
 * says is the document's, and who may read that may have this.
 *
 * @throws {HanlianError} NOT_FOUND, DOCUMENT_ERASED, DOCUMENT_DAMAGED, NOT_ACCREDITED, SEAL_KEY_NOT_LIVE,
 *   HOLDER_KEY_REFUSED, FIELD_INVALID
 */
export async function sdJwtOf(
  parts: LicenseParts,
  { department }: Caller,
  id: string,
  { holderKey, validOn }: SdJwtInput,
): Promise<SdJwtAnswer> {
  await parts.caughtUp();
  const { issuer, type: code } = referenceOf(id);
  if (!isInCharge(parts, issuer, department)) {
    throw new HanlianError('NOT_FOUND', 'This hub holds no such document for the caller');
  }
  const document = await assembleDocument(parts, id);
  const at = parts.now();
  const sealedBy = parts.registry.inChargeOf(issuer, at);
  requireAccredited(parts, sealedBy, code, at);
  const sealer = await parts.seals.liveAt(sealedBy, at);
  const { holders, fields } = disclosedIn(document);
  const sdJwt = await issueSdJwt(sealer, {
    type: typeOf(parts, document),
    id,
    holders,
    fields,
    validity: document.validity,
    at,
    validOn: await inForceOn(parts, id, validOn ?? dateOfInstant(at)),
    holderKey: holderKey && keyOf(parts, department, holders, holderKey),
    place: placeIn(document, parts.publicUrl),
  });
  return { sdJwt };
}

/** Whoever is not accredited for the type any more would seal what nobody accepts. */
function requireAccredited({ registry }: LicenseParts, department: string, type: string, at: number): void {
  const accreditation = registry.accreditation(department, type);
  if (accreditation !== undefined && inForce(accreditation, at)) return;
  throw new HanlianError('NOT_ACCREDITED', `${department} is not accredited for ${type}`);
}

type Disclosed = Extract<EvidenceDocument['holder'], { salt: string }>['holders'];

/** The hub keeps documents with everything disclosed. */
function disclosedIn({ holder, fields }: EvidenceDocument): {
  holders: Disclosed;
  fields: { name: string; value: string | null }[];
} {
  return {
    holders: 'holders' in holder ? holder.holders : [],
    fields: fields.map((field) => ({ name: field.name, value: 'value' in field ? field.value : null })),
  };
}

const placeIn = ({ status }: EvidenceDocument, publicUrl: string | undefined): Credential['place'] => {
  if (status === undefined || 'withheld' in status) return undefined;
  const { department, list, index } = status;
  return { publicUrl, department, list, index };
};

/** The day, if the certificate was in force at its end, or as far as it has come; null: it was not. */
async function inForceOn(parts: LicenseParts, id: string, day: LegalDate): Promise<LegalDate | null> {
  const now = parts.now();
  if (day > dateOfInstant(now)) {
    throw new HanlianError('FIELD_INVALID', 'What will be in force, nobody can say yet', {
      field: 'validOn',
      expected: 'a day up to today',
      received: day,
    });
  }
  const { record, transitions } = await findLicense(parts.model, referenceOf(id));
  const { standing } = stateOf(record, transitions, Math.min(now, endOfDate(day) - 1));
  return standing === 'valid' ? day : null;
}

/** The key that is bound under the id named: an organisation's own, or the person's whose digest stands there. */
function keyOf(
  { registry, hashes, now }: LicenseParts,
  department: string,
  holders: Disclosed,
  { id, person }: NonNullable<SdJwtInput['holderKey']>,
): KeyObject {
  const bound = registry.holderKey(id);
  const key = bound && inForce(bound, now()) ? publicKeyOf(bound) : undefined;
  if (key === undefined) {
    throw new HanlianError('HOLDER_KEY_REFUSED', 'This key is not bound to a holder of the certificate');
  }
  return createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });

  function publicKeyOf({ holder, boundBy }: HolderKey): string | undefined {
    if (holder.kind === 'organisation') {
      return holders.some(({ typeCode, code }) => typeCode === '001' && code === holder.code)
        ? holder.publicKey
        : undefined;
    }
    if (person === undefined || boundBy !== department) return undefined;
    return holderKeyDigest(hashes.sha256, person.salt, person.publicKey) === holder.keyDigest
      ? person.publicKey
      : undefined;
  }
}
