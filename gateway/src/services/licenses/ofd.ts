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
 * @throws {HanlianError} as `documentOf` does; SM2_SEAL_NEEDED
 */
export async function ofdOf(parts: LicenseParts, caller: Caller, id: string): Promise<Uint8Array> {
  const document = (await documentOf(parts, caller, id)) as unknown as EvidenceDocument;
  return sealedOfd(parts, caller, document);
}

/**
 * A document in an OFD under the caller's electronic seal.
 * @throws {HanlianError} SM2_SEAL_NEEDED
 */
export async function sealedOfd(
  parts: LicenseParts,
  { department }: Caller,
  document: EvidenceDocument,
): Promise<Uint8Array> {
  const { registry, seals, now } = parts;
  const { issuer } = referenceOf(document.id);
  const at = now();
  const { sm2Sealer } = await seals.sealersAt(department, at);
  if (sm2Sealer === undefined) {
    throw new HanlianError('SM2_SEAL_NEEDED', `${department} has no seal in SM2`);
  }
  return certificateOfd(
    {
      document,
      type: typeOf(parts, document),
      issuer: registry.department(issuer)?.name.zh ?? issuer,
      at: new Date(at * 1000),
    },
    sm2Sealer,
  );
}
