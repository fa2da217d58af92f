import {
  HanlianError,
  SECTORS,
  SEVERITIES,
  type Bilingual,
  type Sector,
  type Severity,
} from '@hanlian/chaincode/domain';
import type { Edition } from './editions.js';

/** What a department says has become of its decision. */
export type Status = 'standing' | 'annulled' | 'disputed';

const WORDS: Readonly<Record<string, Status>> = {
  正常: 'standing',
  有效: 'standing',
  撤销: 'annulled',
  无效: 'annulled',
  异议: 'disputed',
};
/** The national set has codes for permits of its own: 1 有效, 2 无效. */
const NATIONAL_PERMITS: Readonly<Record<string, Status>> = { '1': 'standing', '2': 'annulled' };
/** 0 正常, 1 撤销, 2 异议; 3 其他 says nothing that could be done. */
const OTHERS: Readonly<Record<string, Status>> = { '0': 'standing', '1': 'annulled', '2': 'disputed' };

const wrongWord = (field: string, expected: readonly string[]): HanlianError =>
  new HanlianError('FIELD_INVALID', `The cell must be one of ${expected.join(', ')}`, {
    field,
    expected: [...expected],
  });

function wordIn<T>(words: Readonly<Record<string, T>>, cell: string, field: string): T {
  const found = Object.hasOwn(words, cell) ? words[cell] : undefined;
  if (found === undefined) throw wrongWord(field, Object.keys(words));
  return found;
}

/** The same code means another thing in another set of columns. @throws {HanlianError} FIELD_INVALID */
export function readStatus({ decision, name }: Edition, cell: string): Status {
  const codes = decision === 'permit' && name === 'national' ? NATIONAL_PERMITS : OTHERS;
  return cell === '' ? 'standing' : wordIn({ ...codes, ...WORDS }, cell, 'status');
}

/** By their Chinese names. */
const byTitle = <Name extends string>(
  titles: Readonly<Record<Name, Bilingual>>,
): Readonly<Record<string, Name>> =>
  Object.fromEntries((Object.entries(titles) as [Name, Bilingual][]).map(([name, { zh }]) => [zh, name]));

const SEVERITY_OF = byTitle<Severity>(SEVERITIES);
const SECTOR_OF = byTitle<Sector>(SECTORS);

/** @throws {HanlianError} FIELD_INVALID */
export const readSeverity = (cell: string, field: string): Severity => wordIn(SEVERITY_OF, cell, field);

/** @throws {HanlianError} FIELD_INVALID */
export const readSector = (cell: string, field: string): Sector => wordIn(SECTOR_OF, cell, field);

/** What a penalty orders of a certificate, which it names in words (暂扣或吊销证照名称及编号). */
export interface NamedMeasure {
  readonly operation: 'suspend' | 'revoke';
  readonly certificate: string;
}

/**
 * Which of the two it is stands among the kinds of the penalty, or beside the certificate's name.
 *
 * @throws {HanlianError} MEASURE_UNCLEAR
 */
export function readMeasure(certificate: string, kinds: string): NamedMeasure | undefined {
  if (certificate === '' || certificate === '无') return undefined;
  const ordered = [certificate, kinds].find((said) => /吊销|暂扣/.test(said));
  if (ordered === undefined || (ordered.includes('吊销') && ordered.includes('暂扣'))) {
    const field = 'fields.certificate';
    throw new HanlianError(
      'MEASURE_UNCLEAR',
      'Neither suspension nor revocation alone is said of the certificate',
      {
        field,
      },
    );
  }
  return { operation: ordered.includes('吊销') ? 'revoke' : 'suspend', certificate };
}
