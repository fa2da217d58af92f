import {
  dateOfInstant,
  lastDateBefore,
  parseCertificateIdentifier,
  type Bilingual,
  type CertificateType,
} from '@hanlian/chaincode/domain';
import { isDisclosed, type DocumentField, type EvidenceDocument } from '../../document/schema.js';
import { inWords, valueText } from './words.js';

/** A line of the certificate's table. */
export interface PrintedField {
  readonly label: string;
  readonly value: string;
  /** Takes the whole line even where it need not. */
  readonly wide: boolean;
}

/** What of a type its certificates are printed by. */
export type PrintedType = Pick<CertificateType, 'name' | 'fields' | 'layout'>;

/** What stands on a certificate's pages, in words. */
export interface Printed {
  readonly title: string;
  readonly subtitle: string;
  readonly identifier: string;
  readonly serial: string;
  readonly fields: readonly PrintedField[];
  readonly notice: string | undefined;
  readonly issuer: string;
  readonly issuedOn: string;
}

const WITHHELD = '（未出示）';

/** The words of a certificate of this type, by the revision of it that the certificate was issued under. */
export const printedOf = (document: EvidenceDocument, type: PrintedType, issuer: string): Printed => {
  const parsed = parseCertificateIdentifier(document.id);
  const { statement, validity } = document;
  return {
    title: type.name.zh,
    subtitle: type.layout?.subtitle?.zh ?? '',
    identifier: document.id,
    serial: parsed.ok ? parsed.serial : '',
    fields: [
      ...holderFields(document),
      ...document.fields.map((field) => printedField(field, type)),
      { label: '有效期限', value: printedPeriod(validity).zh, wide: false },
    ],
    notice: type.layout?.notice?.zh,
    issuer,
    issuedOn: inWords(dateOfInstant(statement.sealedAt)),
  };
};

/** Where a field names the holder already, as most do, no line of its own is needed. */
const holderFields = ({ holder, fields }: EvidenceDocument): PrintedField[] => {
  if ('withheld' in holder) return [];
  const values = new Set(fields.filter(isDisclosed).map(({ value }) => value));
  const names = holder.holders.map(({ name }) => name).filter((name) => !values.has(name));
  return names.length === 0 ? [] : [{ label: '持证主体', value: names.join('、'), wide: false }];
};

const printedField = (field: DocumentField, { fields, layout }: PrintedType): PrintedField => {
  const schema = fields.find(({ name }) => name === field.name);
  return {
    label: schema?.title.zh ?? field.name,
    value: isDisclosed(field) ? valueText(field.value, schema?.kind) : WITHHELD,
    wide: layout?.wide?.includes(field.name) ?? false,
  };
};

/** From which day to which a certificate holds, the last one included. */
export const printedPeriod = ({ from, to }: EvidenceDocument['validity']): Bilingual => {
  const first = dateOfInstant(from);
  const last = to === null ? undefined : lastDateBefore(to);
  return {
    zh: `自 ${inWords(first)} 至 ${last === undefined ? '长期' : inWords(last)}`,
    en: last === undefined ? `from ${first}, without end` : `${first} to ${last}`,
  };
};
