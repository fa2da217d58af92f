import type { Bilingual, CertificateType, UploadColumn, UploadKind } from '@hanlian/chaincode/domain';
import { HanlianError } from '@hanlian/chaincode/domain';
import { REASON_HEADERS } from './reasons.js';

const MOST_COLUMNS = 256;

/** A part of a certificate that a column can fill. */
interface Part {
  readonly field: string;
  readonly title: Bilingual;
  readonly required: boolean;
  /** By what else a header may call it. */
  readonly names: readonly string[];
}

const part = (
  field: string,
  name: string,
  [zh, en]: [string, string],
  required = false,
  also: string[] = [],
): Part => ({
  field,
  title: { zh, en },
  required,
  names: [name, ...also],
});

const OF_EVERY: readonly Part[] = [
  part('serial', 'serial', ['证照编号', 'Serial'], false, ['证照号码']),
  part('holders[0].name', 'holderName', ['持证主体', 'Holder'], true, ['持证主体名称']),
  part('holders[0].code', 'holderCode', ['持证主体代码', 'Holder code'], true),
  part('effectiveTo', 'effectiveTo', ['有效期至', 'Valid to'], false, ['有效期截止日期']),
];
const typeCodePart = (required: boolean): Part =>
  part('holders[0].typeCode', 'holderTypeCode', ['持证主体代码类型', 'Holder code type'], required);
const fromPart = (required: boolean): Part =>
  part('effectiveFrom', 'effectiveFrom', ['有效期自', 'Valid from'], required, ['有效期起始日期']);
const OF_STOCK: readonly Part[] = [
  part('version', 'version', ['版本号', 'Version']),
  part('origin', 'origin', ['原证照标识', 'Origin']),
];

/** The parts of a certificate of the type; what stands first takes a name that two could have. */
function partsOf({ fields, holderKinds }: CertificateType, kind: UploadKind): readonly Part[] {
  return [
    ...OF_EVERY,
    typeCodePart(holderKinds.length > 1),
    fromPart(kind === 'import'),
    ...(kind === 'import' ? OF_STOCK : []),
    ...fields.map(({ name, title, required }): Part => {
      const field = `fields.${name}`;
      return { field, title, required, names: [field, name] };
    }),
  ];
}

const keyOf = (header: string): string => header.trim().toLowerCase();

function namesOf(parts: readonly Part[]): ReadonlyMap<string, Part> {
  const names = new Map<string, Part>();
  for (const each of parts) {
    for (const name of [...each.names, each.title.zh, each.title.en].map(keyOf)) {
      if (!names.has(name)) names.set(name, each);
    }
  }
  return names;
}

/** A header as it was understood, and everything that is wrong with it. */
export interface Recognised {
  readonly columns: readonly UploadColumn[];
  readonly errors: readonly HanlianError[];
}

/** Says which part of a certificate each column fills: by the field's name, or its title in Chinese or English. */
export function recognise(type: CertificateType, kind: UploadKind, header: readonly string[]): Recognised {
  const headers = withoutEmptyEnd(header);
  if (headers.length > MOST_COLUMNS) {
    const error = new HanlianError('UPLOAD_TOO_LARGE', `The file has over ${MOST_COLUMNS} columns`);
    return { columns: [], errors: [error] };
  }
  const parts = partsOf(type, kind);
  const names = namesOf(parts);
  const errors: HanlianError[] = [];
  const used = new Set<Part>();
  const columns = headers.map((text, i): UploadColumn => {
    const column = { column: i + 1, header: text };
    if (REASON_HEADERS.has(text)) return column;
    const found = names.get(keyOf(text));
    if (found === undefined) {
      errors.push(
        wrong(
          'COLUMN_UNKNOWN',
          column,
          parts.map(({ names: [name = ''] }) => name),
        ),
      );
      return column;
    }
    if (used.has(found)) errors.push(wrong('COLUMN_TWICE', column, found.field));
    used.add(found);
    return { ...column, field: found.field, title: found.title };
  });
  for (const { field, title } of parts.filter((each) => each.required && !used.has(each))) {
    errors.push(
      new HanlianError('COLUMN_MISSING', `The header lacks ${field} (${title.zh})`, {
        field,
        expected: title.zh,
      }),
    );
  }
  return { columns, errors };
}

function withoutEmptyEnd(header: readonly string[]): readonly string[] {
  const end = header.findLastIndex((text) => text.trim() !== '') + 1;
  return header.slice(0, end).map((text) => text.trim());
}

const wrong = (
  code: 'COLUMN_UNKNOWN' | 'COLUMN_TWICE',
  { column, header }: UploadColumn,
  expected: string | readonly string[],
): HanlianError =>
  new HanlianError(code, `Column ${column} is called ${JSON.stringify(header)}`, {
    column,
    header,
    expected,
  });
