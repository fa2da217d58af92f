import type { Department } from '../../domain/index.js';
import { HanlianError, keys, schemas } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { departmentOf } from '../authority.js';
import { requireFresh } from '../change.js';
import { write } from '../operation.js';
import { nextRecord, written } from './record.js';

const MOST_PREDECESSORS = 16;

const impossible = (message: string, field: string): HanlianError =>
  new HanlianError('SUCCESSION_INVALID', message, { field });

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
