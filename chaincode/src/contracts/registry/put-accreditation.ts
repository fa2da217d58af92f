import { keys, schemas } from '../../domain/index.js';
import { departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { typeOf } from '../types.js';
import { putFacts, requirePeriod } from './record.js';

/** Which department may issue which type, and when. */
export const putAccreditation = write(
  'registry:putAccreditation',
  schemas.putAccreditation,
  async (ctx, request) => {
    requirePeriod(request);
    await departmentOf(ctx.state, request.department);
    await typeOf(ctx.state, request.type);
    return putFacts(ctx, keys.accreditation(request.department, request.type), request);
  },
);
