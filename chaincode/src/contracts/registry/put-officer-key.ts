import { keys, requireImpersonal, schemas } from '../../domain/index.js';
import { departmentOf } from '../authority.js';
import { write } from '../operation.js';
import { requirePublicKey } from '../signature.js';
import { putFacts, requirePeriod } from './record.js';

/** A key of one of a department's people, for the two-person rule. */
export const putOfficerKey = write('registry:putOfficerKey', schemas.putOfficerKey, async (ctx, request) => {
  requireImpersonal(request.officer, 'officer');
  requirePeriod(request);
  requirePublicKey(request.publicKey, 'publicKey');
  await departmentOf(ctx.state, request.department);
  return putFacts(ctx, keys.officerKey(request.department, request.officer), request);
});
