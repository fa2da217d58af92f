import {
  keys,
  LOAN_LIFECYCLE,
  type CitedCertificate,
  type LicenseRecord,
  type LoanFile,
  type LoanStatement,
  type Signed,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import { recordAt } from '../records.js';

type Parts = Pick<LicenseParts, 'model' | 'registry' | 'now'>;

/** Decided on certificates that are valid then. */
const ON_CERTIFICATES: ReadonlySet<string> = new Set(['approve', 'signContract']);

/** The public records that what was signed rests on, by the keys under which the ledger holds them. */
export function groundsOf(
  parts: Parts,
  { statement, twoPeople }: Signed<LoanStatement>,
  bank: string,
  file?: LoanFile,
): readonly string[] {
  const { registry, now } = parts;
  const line = registry.lineOf(bank, now());
  const officers = twoPeople === undefined ? [] : [twoPeople.preparer, twoPeople.reviewer];
  const isBanks = statement.kind === 'loan-application' || LOAN_LIFECYCLE[statement.act].by === 'bank';
  return [
    keys.holderKey(statement.key),
    ...(isBanks ? line.map((code) => keys.department(code)) : []),
    ...officers.map(({ officer }) => keys.officerKey(line.at(-1) ?? bank, officer)),
    ...(statement.kind === 'loan-application' ? [keys.product(bank, statement.product)] : []),
    ...citedBy(statement, file).flatMap((cited) => ofCertificate(parts, cited)),
  ];
}

function citedBy(statement: LoanStatement, file: LoanFile | undefined): readonly CitedCertificate[] {
  if ('certificates' in statement && statement.certificates !== undefined) return statement.certificates;
  return 'act' in statement && ON_CERTIFICATES.has(statement.act) ? (file?.certificates ?? []) : [];
}

function ofCertificate({ model }: Parts, cited: CitedCertificate): readonly string[] {
  const key = keys.license(cited);
  const { z = 0 } = (recordAt(model, key) as Partial<LicenseRecord> | undefined) ?? {};
  return [key, ...Array.from({ length: z }, (_, i) => keys.overflow(cited, i))];
}
