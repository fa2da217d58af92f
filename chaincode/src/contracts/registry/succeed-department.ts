import type { Department } from '../../domain/index.js';
import { CLOCK_TOLERANCE, HanlianError, keys, schemas } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { departmentOf } from '../authority.js';
import { requireFresh } from '../change.js';
import { write } from '../operation.js';
import { nextRecord, written } from './record.js';

const MOST_PREDECESSORS = 16;

const impossible = (message: string, field: string): HanlianError =>
  new HanlianError('SUCCESSION_INVALID', message, { field });

/**
 * What a department sealed while nobody had taken its place stays its own: were the succession dated back, documents
 * that the ledger had accepted would name the wrong issuer.
 */
function requireAhead(since: number, txTime: number): void {
  const earliest = txTime - CLOCK_TOLERANCE;
  if (since >= earliest) return;
  throw new HanlianError('SUCCESSION_INVALID', `A succession takes effect at ${earliest} at the earliest`, {
    field: 'since',
    expected: earliest,
    received: since,
  });
}

/** Follows the successors from a department on; `code` must not be one of them. */
async function requireNoCircle(state: State, code: string, successor: Department): Promise<void> {
  for (let department = successor; ;) {
    if (department.code === code) throw impossible(`${code} would succeed itself`, 'successor');
    if (department.successor === undefined) return;
    department = await departmentOf(state, department.successor);
  }
}

/** One department takes over another's licenses. Both records change, under the one intent. */
export const succeedDepartment = write(
  'registry:succeedDepartment',
  schemas.succeedDepartment,
  async (ctx, request) => {
    const { code, successor, since, intent } = request;
    const department = await departmentOf(ctx.state, code);
    requireFresh(request, department);
    requireAhead(since, ctx.txTime);
    if (department.successor !== undefined) {
      throw impossible(`${code} has been succeeded by ${department.successor}`, 'code');
    }
    const heir = await departmentOf(ctx.state, successor);
    await requireNoCircle(ctx.state, code, heir);
    const predecessors = [...(heir.predecessors ?? []), code];
    if (predecessors.length > MOST_PREDECESSORS) {
      throw impossible(`${successor} has ${MOST_PREDECESSORS} predecessors already`, 'successor');
    }
    const record = nextRecord(ctx, intent, department, { ...department, successor, successorSince: since });
    await ctx.state.put(keys.department(code), record);
    await ctx.state.put(keys.department(successor), nextRecord(ctx, intent, heir, { ...heir, predecessors }));
    return written(keys.department(code), record);
  },
);
