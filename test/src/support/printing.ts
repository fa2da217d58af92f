import { certificatePdf, type EvidenceDocument, type Printing } from '@hanlian/certificates';
import { SEALED_AT, type World } from './evidence.js';

export const ISSUER = '示例市住房和城乡建设局';
/** A minute after the samples were sealed. */
export const PRINTED_AT = new Date((SEALED_AT + 60) * 1000);

/** What is printed of the samples' type, its fields as text. */
export const printedType = (
  document: EvidenceDocument,
  layout?: Printing['type']['layout'],
): Printing['type'] => ({
  name: { zh: '安管人员考核合格证书', en: 'Safety manager certificate' },
  fields: document.fields.map(({ name }) => ({
    name,
    title: { zh: `字段${name}`, en: name },
    kind: 'text',
    required: false,
    sensitivity: 'public',
    maxLength: 2000,
  })),
  layout,
});

/** A sample as PDF, sealed by its own department. */
export const printedSample = async (
  { documents, department }: World,
  changes: Partial<Printing> = {},
): Promise<Buffer> => {
  const [document] = documents as readonly [EvidenceDocument];
  const printing = { document, type: printedType(document), issuer: ISSUER, at: PRINTED_AT, ...changes };
  return Buffer.from(await certificatePdf(printing, department.sealer));
};
