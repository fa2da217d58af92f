import { hash, timingSafeEqual } from 'node:crypto';
import type { EvidenceDocument } from '@hanlian/certificates';
import { CERTIFICATE_ROOT } from '@hanlian/chaincode/domain';

const PURPOSE = 'hanlian-sheet/1';
const TAG_BYTES = 16;
const PREFIX = `${CERTIFICATE_ROOT}.`;

/**
 * What proves that a code was taken from the certificate: 128 bits of a digest over the salt of its holders, which stands
 * nowhere but in the document. Nothing new has to be kept, and what was erased has no code any more.
 */
const tagOf = (id: string, salt: string): Buffer =>
  hash('sha256', [PURPOSE, id, salt].join('\n'), 'buffer').subarray(0, TAG_BYTES);

/** The code of a document's sheet; undefined for one that withholds its holders. */
const codeOf = ({ id, holder }: EvidenceDocument): string | undefined =>
  'salt' in holder && id.startsWith(PREFIX)
    ? `${id.slice(PREFIX.length)}.${tagOf(id, holder.salt).toString('base64url')}`
    : undefined;

/** Where a document's sheet is, on a hub that is known under an address. */
export const sheetLink = (publicUrl: string | undefined, document: EvidenceDocument): string | undefined => {
  const code = codeOf(document);
  return publicUrl === undefined || code === undefined
    ? undefined
    : `${publicUrl.replace(/\/$/, '')}/v/${code}`;
};

/** The identifier a code names, whether or not it is a certificate's. */
export const identifierOf = (code: string): string => PREFIX + code.slice(0, code.lastIndexOf('.'));

/** Whether a code was taken from this document. */
export const isCodeOf = (code: string, document: EvidenceDocument): boolean => {
  const own = Buffer.from(codeOf(document) ?? '');
  const given = Buffer.from(code);
  return own.length > 0 && own.length === given.length && timingSafeEqual(own, given);
};
