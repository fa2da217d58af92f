import type { CertificateType, JsonObject, UploadColumn } from '@hanlian/chaincode/domain';

/** A day as spreadsheets and people write it in Chinese: 2026/1/5, 2026.1.5, 2026年1月5日. */
const WRITTEN_DAY = /^(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?$/;

/** The day as `YYYY-MM-DD`; what is no day stays as it is. */
export const dayOf = (text: string): string => {
  const [, year, month = '', day = ''] = WRITTEN_DAY.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const WHEN: ReadonlySet<string> = new Set(['effectiveFrom', 'effectiveTo']);

/** A certificate as a row of a table states it, to be checked like any that is sent. Empty cells are left out. */
export function certificateOf(
  type: CertificateType,
  columns: readonly UploadColumn[],
  cells: readonly string[],
): JsonObject {
  const stated = columns.flatMap(({ field, column }) => {
    const cell = cells[column - 1] ?? '';
    return field === undefined || cell === '' ? [] : [[field, cell] as const];
  });
  const top: [string, string][] = [];
  const fields: [string, string][] = [];
  const holder: [string, string][] = [['typeCode', usualTypeCode(type)]];
  for (const [field, cell] of stated) {
    if (field.startsWith('fields.')) fields.push(fieldOf(type, field.slice('fields.'.length), cell));
    else if (field.startsWith('holders[0].')) holder.push([field.slice('holders[0].'.length), cell]);
    else top.push([field, WHEN.has(field) ? dayOf(cell) : cell]);
  }
  return {
    ...Object.fromEntries(top),
    holders: [Object.fromEntries(holder)],
    fields: Object.fromEntries(fields),
  };
}

/** A unified social credit code or a citizen number, where the type knows one kind of holder only. */
const usualTypeCode = ({ holderKinds: [only] }: CertificateType): string =>
  only === 'organisation' ? '001' : '111';

function fieldOf({ fields }: CertificateType, name: string, cell: string): [string, string] {
  const isDate = fields.some((field) => field.name === name && field.kind === 'date');
  return [name, isDate ? dayOf(cell) : cell];
}
