import { certificatePdf, type EvidenceDocument, type Printing } from '@hanlian/certificates';
import { dateOfInstant, stateOf, type Standing } from '@hanlian/chaincode/domain';
import { STANDINGS } from '../../sheet/words.js';
import { sheetLink } from '../../sheet/code.js';
import type { Caller } from '../types.js';
import { documentOf, typeOf } from './document.js';
import { findLicense, referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';

/**
 * A certificate as PDF, signed by the department in charge as it is made. Who may read the document may have this.
 *
 * @throws {HanlianError} as `documentOf` does; SEAL_KEY_NOT_LIVE, CHARACTER_NOT_PRINTABLE
 */
export async function pdfOf(parts: LicenseParts, caller: Caller, id: string): Promise<Uint8Array> {
  const document = (await documentOf(parts, caller, id)) as unknown as EvidenceDocument;
  return printed(parts, document, sheetLink(parts.publicUrl, document));
}

/** A document set as pages. `link`: where its code leads. */
export async function printed(
  parts: LicenseParts,
  document: EvidenceDocument,
  link?: string,
): Promise<Uint8Array> {
  const { registry, seals, now } = parts;
  const { issuer } = referenceOf(document.id);
  const at = now();
  const sealedBy = registry.inChargeOf(issuer, at);
  const sealer = await seals.liveAt(sealedBy, at);
  return certificatePdf(
    {
      document,
      type: typeOf(parts, document),
      issuer: registry.department(issuer)?.name.zh ?? issuer,
      sealedBy: registry.department(sealedBy)?.name.zh ?? sealedBy,
      link,
      warning: await warningOf(parts, document.id, at),
      at: new Date(at * 1000),
    },
    sealer,
  );
}

const IN_FORCE: ReadonlySet<Standing> = new Set(['valid', 'notYetValid']);

/** A certificate that is not in force is printed as what it is. */
async function warningOf({ model }: LicenseParts, id: string, at: number): Promise<Printing['warning']> {
  const { record, transitions } = await findLicense(model, referenceOf(id));
  const { standing, since } = stateOf(record, transitions, at);
  if (IN_FORCE.has(standing)) return undefined;
  const day = since === undefined || !Number.isFinite(since) ? undefined : dateOfInstant(since);
  return { word: STANDINGS[standing].word.zh, since: day === undefined ? '' : `自 ${day} 起` };
}
