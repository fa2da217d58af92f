import { parseDate, type FieldSchema, type LegalDate } from '@hanlian/chaincode/domain';

/** A value as people write it; nothing is rounded and nothing left out. */
export const valueText = (value: string | null, kind: FieldSchema['kind'] | undefined): string => {
  if (value === null) return '—';
  if (kind === 'date') return inWords(value);
  return kind === 'amount' || kind === 'integer' ? grouped(value) : value;
};

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

export const inWords = (date: LegalDate): string => {
  const { year, month, day } = parseDate(date);
  return `${year}年${month}月${day}日`;
};
