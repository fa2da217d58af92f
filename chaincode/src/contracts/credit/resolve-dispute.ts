import { HanlianError, schemas } from '../../domain/index.js';
import { entryAct } from './act.js';

/** The source decides on an objection: it was unfounded, or the entry is annulled or corrected. */
export const resolveDispute = entryAct('resolveDispute', schemas.resolveDispute, ({ decision, facts }) => {
  if ((decision === 'corrected') !== (facts !== undefined)) {
    throw new HanlianError('FIELD_INVALID', 'New facts belong to a correction', {
      field: 'facts',
      received: decision,
    });
  }
  return { state: decision === 'annulled' ? 'annulled' : 'standing', facts, decision };
});
