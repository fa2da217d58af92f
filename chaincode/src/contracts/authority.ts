import type { Department, DepartmentKind } from '../domain/index.js';
import {
  BUREAU_MSP,
  HanlianError,
  keys,
  requireActor,
  requireDepartment,
  successorAt,
} from '../domain/index.js';
import type { State } from '../state/state.js';
import type { TransactionContext } from './context.js';

/** Organisations of the government: sources of public credit information, providers of shared data. */
export const GOVERNMENT: ReadonlySet<DepartmentKind> = new Set(['bureau', 'department', 'finance', 'credit']);

/** Whether the creator keeps the registry: by its own organisation's word, not by anybody's. */
export const isRegistrar = ({ creator }: Pick<TransactionContext, 'creator'>): boolean =>
  creator.role === 'registrar' && creator.mspId === BUREAU_MSP;

/** @throws {HanlianError} DEPARTMENT_UNKNOWN */
export async function departmentOf(state: State, code: string | null): Promise<Department> {
  const department = code === null ? undefined : await state.get<Department>(keys.department(code));
  if (department === undefined) {
    throw new HanlianError('DEPARTMENT_UNKNOWN', `No department ${code ?? '(none)'} is registered`, {
      received: code,
    });
  }
  return department;
}

/** The department that acts in an owner's place at an instant: itself, or whoever has succeeded it by then. */
export async function departmentInCharge(state: State, owner: string, at: number): Promise<string> {
  // No circle: the registry refuses a succession that would make one.
  for (let department = await departmentOf(state, owner); ;) {
    const successor = successorAt(department, at);
    if (successor === undefined) return department.code;
    department = await departmentOf(state, successor);
  }
}

/** The creator's own department, vouched for by the MSP the registry names. */
export async function creatorsDepartment({ state, creator, txTime }: TransactionContext): Promise<string> {
  const department = await departmentOf(state, creator.department);
  requireDepartment(creator, department, txTime);
  return department.code;
}

/** The department that acts on an owner's records: the creator's, if it is the one in charge of them. */
export async function requireInCharge(ctx: TransactionContext, owner: string): Promise<string> {
  const department = await creatorsDepartment(ctx);
  requireActor(department, owner, await departmentInCharge(ctx.state, owner, ctx.txTime));
  return department;
}
