import type { Department } from '../../domain/index.js';
import { keys, parseUscc, requireCode, schemas } from '../../domain/index.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, requirePeriod, written } from './record.js';

/** Who preceded and who succeeds a department is changed by `succeedDepartment` alone. */
const lineage = (department: Department | undefined): Partial<Department> => ({
  ...(department?.predecessors && { predecessors: department.predecessors }),
  ...(department?.successor && { successor: department.successor }),
  ...(department?.successorSince !== undefined && { successorSince: department.successorSince }),
});

export const putDepartment = write('registry:putDepartment', schemas.putDepartment, async (ctx, request) => {
  requireCode(parseUscc(request.code), 'code');
  requirePeriod(request);
  const key = keys.department(request.code);
  const last = await readForChange<Department>(ctx, key, request);
  const record = nextRecord(ctx, request.intent, last, { ...factsOf(request), ...lineage(last) });
  await ctx.state.put(key, record);
  return written(key, record);
});
