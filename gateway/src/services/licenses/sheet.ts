import { printedPeriod, type EvidenceDocument } from '@hanlian/certificates';
import { formatInstant, stateOf, type CertificateType } from '@hanlian/chaincode/domain';
import { identifierOf, isCodeOf } from '../../sheet/code.js';
import type { Sheet } from '../../sheet/sheet.js';
import { findDocument, typeOf } from './document.js';
import { findLicense, referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';

/** A code's sheet; undefined for a code that is no certificate's, whatever is wrong with it. */
export async function readSheet(parts: LicenseParts, code: string): Promise<Sheet | undefined> {
  await parts.caughtUp();
  const document = await findDocument(parts, identifierOf(code));
  return document !== undefined && isCodeOf(code, document) ? sheetOf(parts, document) : undefined;
}

async function sheetOf(parts: LicenseParts, document: EvidenceDocument): Promise<Sheet> {
  const { id } = document;
  const reference = referenceOf(id);
  const type = typeOf(parts, document);
  const { record, transitions } = await findLicense(parts.model, reference);
  const at = parts.now();
  const issuer = parts.registry.department(reference.issuer);
  return {
    standing: stateOf(record, transitions, at).standing,
    id,
    type: type.name,
    issuer: issuer?.name ?? { zh: reference.issuer, en: reference.issuer },
    validity: printedPeriod({ from: record.f, to: record.u ?? null }),
    fields: shownFields(document, type),
    asOf: formatInstant(at),
  };
}

/** Public fields whole, those the type masks in part, all others not at all. */
function shownFields({ fields }: EvidenceDocument, type: CertificateType): Sheet['fields'] {
  return fields.flatMap((field) => {
    const schema = type.fields.find(({ name }) => name === field.name);
    if (schema === undefined || !('value' in field) || field.value === null) return [];
    if (schema.sensitivity === 'public') return [{ title: schema.title, value: field.value }];
    const isMasked = type.layout?.masked?.includes(field.name) ?? false;
    return isMasked ? [{ title: schema.title, value: masked(field.value) }] : [];
  });
}

const SHORT = 4;

/** 张**, 4201************34: enough to compare with who stands there, too little to learn it; of 女 nothing is left. */
export function masked(value: string): string {
  const characters = Array.from(value);
  const { length } = characters;
  const [head, tail] = length <= SHORT ? [Math.min(1, length - 1), 0] : [Math.min(4, length >> 2), 2];
  return characters
    .map((character, index) => (index < head || index >= characters.length - tail ? character : '*'))
    .join('');
}
