import { api, schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a rule set. */
export const params = z.strictObject({ name: schemas.ruleSet.shape.name, since: api.when });
