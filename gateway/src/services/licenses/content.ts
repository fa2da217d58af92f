import {
  HanlianError,
  isDate,
  parseCitizenNumber,
  parseUscc,
  requireCode,
  type CertificateType,
  type FieldSchema,
  type Holder,
  type HolderKind,
} from '@hanlian/chaincode/domain';

type Check = (value: string, path: string) => void;

const invalid = (field: string, expected: string): HanlianError =>
  new HanlianError('FIELD_INVALID', `${field} is not ${expected}`, { field, expected });

const shaped =
  (shape: RegExp, expected: string): Check =>
  (value, path) => {
    if (!shape.test(value)) throw invalid(path, expected);
  };

const SHOWS = /[^\s\p{Cc}\p{Cf}]/u;
/**
 * Control characters but line breaks and tabs; and those by which a text is read in another order than it stands in
 * (UAX #9 §2.1 to 2.4): what is sealed must be what is read.
 */
const MISLEADS = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const text: Check = (value, path) => {
  if (!SHOWS.test(value)) throw invalid(path, 'a text that shows something');
  if (MISLEADS.test(value)) throw invalid(path, 'a text without control characters or changes of direction');
};

/** How a value of each kind is checked. Amounts are whole 分. */
const CHECKS: Readonly<Record<FieldSchema['kind'], Check>> = {
  text,
  integer: shaped(/^(0|-?[1-9][0-9]{0,17})$/, 'a whole number'),
  amount: shaped(/^(0|[1-9][0-9]{0,17})$/, 'a whole number of 分'),
  date: (value, path) => {
    if (isDate(value)) return;
    throw new HanlianError('DATE_IMPOSSIBLE', `${path} is not a day that exists`, {
      field: path,
      expected: 'YYYY-MM-DD',
    });
  },
  uscc: (value, path) => void requireCode(parseUscc(value), path),
  citizen: (value, path) => void requireCode(parseCitizenNumber(value), path),
};

/** A field's value, in the order of the type's schema; null where an optional field is left out. */
export interface FieldValue {
  readonly name: string;
  readonly value: string | null;
}

/**
 * The values of a certificate's fields, checked against its type. Leaves stand for all fields of the schema, given or
 * not, so that none can be hidden or added later.
 *
 * @throws {HanlianError} FIELD_UNKNOWN, FIELD_MISSING, FIELD_INVALID, DATE_IMPOSSIBLE and the codes' own errors
 */
export function readFields(
  { fields }: CertificateType,
  values: Readonly<Record<string, string>>,
  path: string,
): FieldValue[] {
  requireKnownFields(fields, values, path);
  return fields.map((field) => readField(field, values[field.name], `${path}.${field.name}`));
}

/** @throws {HanlianError} FIELD_UNKNOWN */
export function requireKnownFields(
  fields: readonly FieldSchema[],
  values: Readonly<Record<string, string>>,
  path: string,
): void {
  const unknown = Object.keys(values).find((name) => !fields.some((field) => field.name === name));
  if (unknown === undefined) return;
  throw new HanlianError('FIELD_UNKNOWN', `The type has no field ${unknown}`, {
    field: `${path}.${unknown}`,
    expected: fields.map(({ name }) => name),
  });
}

/** The value of one field. @throws {HanlianError} FIELD_MISSING, FIELD_INVALID, DATE_IMPOSSIBLE and the codes' own */
export function readField(field: FieldSchema, value: string | undefined, path: string): FieldValue {
  const { name, kind, required, maxLength } = field;
  if (value === undefined) {
    if (!required) return { name, value: null };
    throw new HanlianError('FIELD_MISSING', `${path} is required`, { field: path, expected: kind });
  }
  if (value.length > maxLength) throw invalid(path, `at most ${maxLength} characters long`);
  CHECKS[kind](value, path);
  return { name, value };
}

/** Holder codes 001 and 099 are organisations', all others persons' (GB/T 36903 annex A). */
const ORGANISATION_CODES: ReadonlySet<string> = new Set(['001', '099']);

const holderKindOf = ({ typeCode }: Pick<Holder, 'typeCode'>): HolderKind =>
  ORGANISATION_CODES.has(typeCode) ? 'organisation' : 'person';

/**
 * Checks that the type may be held by these holders and that their codes are right.
 *
 * @throws {HanlianError} FIELD_INVALID and the codes' own errors
 */
export function checkHolders(type: CertificateType, holders: readonly Holder[], path: string): void {
  holders.forEach((holder, i) => {
    for (const check of holderChecks(type, holder, `${path}[${i}]`)) check();
  });
}

/** What a holder must pass, each check by itself: for those who show all that is wrong. */
export const holderChecks = (
  { holderKinds }: CertificateType,
  holder: Holder,
  field: string,
): readonly (() => void)[] => [
  () => {
    if (holderKinds.includes(holderKindOf(holder))) return;
    throw invalid(`${field}.typeCode`, `a code of ${holderKinds.join(' or ')}`);
  },
  () => {
    text(holder.name, `${field}.name`);
  },
  () => {
    text(holder.code, `${field}.code`);
    if (holder.typeCode === '001') requireCode(parseUscc(holder.code), `${field}.code`);
    if (holder.typeCode === '111') requireCode(parseCitizenNumber(holder.code), `${field}.code`);
  },
];
