import { HanlianError } from '../../domain/index.js';
import {
  creatorsDepartment,
  departmentInCharge,
  departmentOf,
  GOVERNMENT,
  requireInCharge,
} from '../authority.js';
import type { TransactionContext } from '../context.js';

/** The creator's department as a source of public credit information. */
export async function requireSourceDepartment(ctx: TransactionContext): Promise<string> {
  const code = await creatorsDepartment(ctx);
  const { kind } = await departmentOf(ctx.state, code);
  if (GOVERNMENT.has(kind)) return code;
  throw new HanlianError('SOURCE_NOT_ALLOWED', `A ${kind} publishes no entries`, {
    expected: [...GOVERNMENT],
    received: kind,
  });
}

async function isCreditOffice(ctx: TransactionContext): Promise<boolean> {
  const { kind } = await departmentOf(ctx.state, ctx.creator.department);
  return kind === 'credit';
}

/** The creator's department, which must be a credit office. */
export async function requireCreditOffice(ctx: TransactionContext): Promise<string> {
  const code = await creatorsDepartment(ctx);
  if (await isCreditOffice(ctx)) return code;
  throw new HanlianError('NOT_CREDIT_OFFICE', `${code} is no credit office`, { received: code });
}

/** The department an enterprise turned to: a credit office, or the one in charge of the record. */
export const requireDesk = async (ctx: TransactionContext, owner: string): Promise<string> =>
  (await isCreditOffice(ctx)) ? creatorsDepartment(ctx) : requireInCharge(ctx, owner);

/** Whether the creator handles an entry itself, or audits: it sees what is not published. */
export async function seesUnpublished(ctx: TransactionContext, source: string): Promise<boolean> {
  const { role, department } = ctx.creator;
  if (role === 'auditor' || department === source) return true;
  if (department === null) return false;
  return (
    (await isCreditOffice(ctx)) || department === (await departmentInCharge(ctx.state, source, ctx.txTime))
  );
}
