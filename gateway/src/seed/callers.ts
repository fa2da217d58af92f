import type { Role } from '@hanlian/chaincode/domain';
import type { Caller } from '../services/types.js';
import { DEPARTMENTS, type SampleDepartment } from './departments.js';

/** Someone who may call a hub of the sample city. */
export interface SampleCaller {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly department: SampleDepartment;
  /** The officer id the ledger knows them by. */
  readonly person: string;
}

const caller = (
  id: string,
  name: string,
  role: Role,
  department: SampleDepartment,
  person: string,
): SampleCaller => ({ id, name, role, department, person });

/** Two clerks in each issuing department: the second reviews what the first prepared. */
const clerks = (department: SampleDepartment, number: number): SampleCaller[] => [
  caller(`${department.slug}-clerk`, `${department.name.zh} 经办`, 'clerk', department, `O${number}01`),
  caller(`${department.slug}-reviewer`, `${department.name.zh} 审核`, 'clerk', department, `O${number}02`),
];

const ISSUING = [
  DEPARTMENTS.market,
  DEPARTMENTS.police,
  DEPARTMENTS.land,
  DEPARTMENTS.housing,
  DEPARTMENTS.drug,
] as const;

export const REGISTRAR = caller('registrar', '登记员', 'registrar', DEPARTMENTS.data, 'O101');

export const CALLERS: readonly SampleCaller[] = [
  REGISTRAR,
  caller('operator', '运维员', 'operator', DEPARTMENTS.data, 'O102'),
  ...ISSUING.flatMap((department, i) => clerks(department, i + 2)),
  ...clerks(DEPARTMENTS.credit, 9),
  ...clerks(DEPARTMENTS.finance, 10),
  caller('finance-officer', '财政专员', 'officer', DEPARTMENTS.finance, 'O801'),
  caller('bank-one-officer', '第一银行客户经理', 'officer', DEPARTMENTS.bankOne, 'B101'),
  caller('bank-one-reviewer', '第一银行审批人', 'officer', DEPARTMENTS.bankOne, 'B102'),
  caller('bank-two-officer', '第二银行客户经理', 'officer', DEPARTMENTS.bankTwo, 'B201'),
  caller('bank-two-reviewer', '第二银行审批人', 'officer', DEPARTMENTS.bankTwo, 'B202'),
  caller('auditor', '审计员', 'auditor', DEPARTMENTS.audit, 'A101'),
  caller('audit-operator', '审计运维员', 'operator', DEPARTMENTS.audit, 'A102'),
];

/** The preparing and the reviewing clerk of an issuing department. */
export function clerksOf(department: string): { preparer: SampleCaller; reviewer: SampleCaller } {
  const [preparer, reviewer] = CALLERS.filter(
    (one) => one.role === 'clerk' && one.department.code === department,
  );
  if (preparer === undefined || reviewer === undefined) throw new Error(`No two clerks of ${department}`);
  return { preparer, reviewer };
}

export const callerEntry = (
  { id, name, role, department, person }: SampleCaller,
  mspId: string,
): Omit<Caller, 'scopes' | 'role'> & { role: Role } => ({
  id,
  name,
  role,
  organisation: department.hub,
  mspId,
  department: department.code,
  person,
  identity: id,
});
