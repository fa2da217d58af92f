import { HanlianError, type LicenseReference } from '@hanlian/chaincode/domain';
import { findLicense } from './find.js';
import type { LicenseParts } from './parts.js';
import { decodeEvidence, documentName } from './stored.js';

const ORGANISATION = '001';

/** The organisations that hold a certificate, where this hub keeps its document and may still read it. */
export async function holdersOf(
  { model, documents, registry, ledger }: Pick<LicenseParts, 'model' | 'documents' | 'registry' | 'ledger'>,
  certificate: string,
  reference: LicenseReference,
): Promise<readonly string[]> {
  // Documents lie at their issuer's hub alone.
  if (registry.department(reference.issuer)?.mspId !== ledger.mspId) return [];
  try {
    const { record } = await findLicense(model, reference);
    const { holder } = decodeEvidence(documents.read(documentName(certificate, record.b)));
    if (!('holders' in holder)) return [];
    return holder.holders.filter(({ typeCode }) => typeCode === ORGANISATION).map(({ code }) => code);
  } catch (error) {
    if (error instanceof HanlianError) return [];
    throw error;
  }
}
