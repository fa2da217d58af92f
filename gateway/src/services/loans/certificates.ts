import { verifyDocument } from '@hanlian/certificates';
import {
  digestOf,
  HanlianError,
  type CitedCertificate,
  type JsonObject,
  type LoanStepFile,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { referenceOf } from '../licenses/find.js';
import type { LicenseParts } from '../licenses/parts.js';
import { contextOf } from '../verifications.js';

type Shown = NonNullable<LoanStepFile['certificates']>;

const different = (field: string, message: string): HanlianError =>
  new HanlianError('FIELD_INVALID', message, { field });

const isCited = (cited: CitedCertificate, id: string): boolean => {
  const { type, issuer, serial, version } = referenceOf(id);
  return (
    cited.type === type && cited.issuer === issuer && cited.serial === serial && cited.version === version
  );
};

/** Whose a certificate is, as far as it says. */
const holdersIn = ({ holder }: JsonObject): readonly string[] => {
  const { holders = [] } = (holder ?? {}) as { holders?: readonly { readonly code: string }[] };
  return holders.map(({ code }) => code);
};

/**
 * The certificates an enterprise cites, verified as of now and as they are kept with what verification said.
 *
 * @throws {HanlianError} FIELD_INVALID, LOAN_CERTIFICATE_NOT_VALID
 */
export async function requireShown(
  parts: LicenseParts,
  enterprise: string,
  cited: readonly CitedCertificate[],
  documents: readonly object[],
): Promise<Shown> {
  if (cited.length !== documents.length) {
    throw new HanlianError('FIELD_INVALID', 'Each certificate cited must be shown, in that order', {
      field: 'documents',
      expected: cited.length,
      received: documents.length,
    });
  }
  return Promise.all(
    cited.map((one, i) => shownAs(parts, enterprise, one, documents[i] as JsonObject, `documents[${i}]`)),
  );
}

async function shownAs(
  parts: LicenseParts,
  enterprise: string,
  cited: CitedCertificate,
  document: JsonObject,
  field: string,
): Promise<Shown[number]> {
  if (digestOf(nodeHashes.sha256, document) !== cited.document)
    throw different(field, 'The document is not the one that was signed for');
  const { verdict, checks } = await verifyDocument(document, contextOf(parts, undefined));
  if (verdict !== 'VALID') {
    const failed = checks.filter(({ status }) => status !== 'VALID' && status !== 'SKIPPED');
    throw new HanlianError('LOAN_CERTIFICATE_NOT_VALID', 'A certificate does not verify', {
      field,
      expected: 'VALID',
      received: failed.map(({ code }) => code).join(' ') || verdict,
    });
  }
  if (!isCited(cited, document['id'] as string) || !holdersIn(document).includes(enterprise)) {
    throw different(field, 'The document is of another certificate, or of another enterprise');
  }
  return { document, verdict, checks: checks.map((check) => ({ ...check })) };
}
