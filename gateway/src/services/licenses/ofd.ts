import { certificateOfd, type EvidenceDocument } from '@hanlian/certificates';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Caller } from '../types.js';
import { documentOf, typeOf } from './document.js';
import { referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';

/**
 * A certificate as OFD under the electronic seal of the department in charge, made anew at each call. Who may read the
 * document may have this.
 *
 * @throws {HanlianError} as `documentOf` does; SM2_SEAL_NEEDED, SEAL_KEY_NOT_LIVE
 */
export async function ofdOf(parts: LicenseParts, caller: Caller, id: string): Promise<Uint8Array> {
  const document = (await documentOf(parts, caller, id)) as unknown as EvidenceDocument;
  return sealedOfd(parts, document);
}

/**
 * A document in an OFD under the electronic seal of the department in charge.
 * @throws {HanlianError} SM2_SEAL_NEEDED, SEAL_KEY_NOT_LIVE
 */
export async function sealedOfd(parts: LicenseParts, document: EvidenceDocument): Promise<Uint8Array> {
  const { registry, seals, now } = parts;
  const { issuer } = referenceOf(document.id);
  const at = now();
  const sealedBy = registry.inChargeOf(issuer, at);
  if (!seals.inSm2(sealedBy, at)) {
    throw new HanlianError('SM2_SEAL_NEEDED', `${sealedBy} has no seal in SM2`);
  }
  return certificateOfd(
    {
      document,
      type: typeOf(parts, document),
      issuer: registry.department(issuer)?.name.zh ?? issuer,
      at: new Date(at * 1000),
    },
    await seals.liveAt(sealedBy, at, 'SM2'),
  );
}
