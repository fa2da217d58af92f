import type { Bilingual, CertificateType, UploadKind } from '@hanlian/chaincode/domain';
import { HanlianError } from '@hanlian/chaincode/domain';
import { headersIn, understand, type Header } from './headers.js';

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

/** Says which part of a certificate each column fills: by the field's name, or its title in Chinese or English. */
export function recognise(type: CertificateType, kind: UploadKind, header: readonly string[]): Header {
  const parts = partsOf(type, kind);
  const names = namesOf(parts);
  return understand(headersIn(header), {
    find: (text) => names.get(keyOf(text)),
    known: parts.map(({ names: [name = ''] }) => name),
    nameOf: ({ field }) => field,
    meaningOf: ({ field, title }) => ({ field, title }),
    missing: (used) => parts.filter((each) => each.required && !used.has(each)).map(missing),
  });
}

const missing = ({ field, title }: Part): HanlianError =>
  new HanlianError('COLUMN_MISSING', `The header lacks ${field} (${title.zh})`, {
    field,
    expected: title.zh,
  });
