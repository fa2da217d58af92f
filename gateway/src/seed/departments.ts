import type { Bilingual, DepartmentKind } from '@hanlian/chaincode/domain';
import type { OrganisationName } from '../organisations.js';
import { usccOf } from './generate.js';

/** A legal unit of the sample city. Its code is well formed and belongs to nobody. */
export interface SampleDepartment {
  readonly slug: string;
  readonly hub: OrganisationName;
  readonly kind: DepartmentKind;
  readonly name: Bilingual;
  readonly code: string;
}

const GOVERNMENT = { department: '1', kind: '1' } as const;
const COMPANY = { department: '9', kind: '1' } as const;

const row = (
  slug: string,
  hub: OrganisationName,
  kind: DepartmentKind,
  [zh, en]: [string, string],
  organisation: string,
): SampleDepartment => ({
  slug,
  hub,
  kind,
  name: { zh, en },
  code: usccOf(hub === 'bank' ? COMPANY : GOVERNMENT, organisation),
});

export const DEPARTMENTS = {
  data: row('data', 'bureau', 'bureau', ['示例市数据局', 'Sample City Data Bureau'], 'MB9A0001'),
  market: row('market', 'bureau', 'department', ['示例市市场监督管理局', 'Market Regulation'], 'MB9A0002'),
  police: row('police', 'bureau', 'department', ['示例市公安局', 'Public Security'], 'MB9A0003'),
  land: row(
    'land',
    'bureau',
    'department',
    ['示例市自然资源和规划局', 'Natural Resources and Planning'],
    'MB9A0004',
  ),
  housing: row(
    'housing',
    'bureau',
    'department',
    ['示例市住房和城乡建设局', 'Housing and Construction'],
    'MB9A0005',
  ),
  drug: row('drug', 'bureau', 'department', ['示例市药品监督管理局', 'Drug Administration'], 'MB9A0006'),
  finance: row('finance', 'bureau', 'finance', ['示例市财政局', 'Finance Bureau'], 'MB9A0007'),
  credit: row('credit', 'bureau', 'credit', ['示例市信用主管部门', 'Credit Office'], 'MB9A0009'),
  bankOne: row('bank-one', 'bank', 'bank', ['示例第一银行', 'First Sample Bank'], 'MA9B0001'),
  bankTwo: row('bank-two', 'bank', 'bank', ['示例第二银行', 'Second Sample Bank'], 'MA9B0002'),
  audit: row('audit', 'auditor', 'auditor', ['示例市审计局', 'Audit Office'], 'MB9A0008'),
} as const satisfies Readonly<Record<string, SampleDepartment>>;
