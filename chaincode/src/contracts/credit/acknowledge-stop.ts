import type { StopDuties } from '../../domain/index.js';
import { HanlianError, keys, schemas } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { requireFresh } from '../change.js';
import { write } from '../operation.js';
import { nextRecord, written } from '../registry/record.js';
import { requireCreditOffice } from './authority.js';
import { told } from './records.js';

/** @throws {HanlianError} STOP_UNKNOWN */
export async function stopDutiesOf(
  state: State,
  { subject, entry }: { readonly subject: string; readonly entry: string },
): Promise<StopDuties> {
  const duties = await state.get<StopDuties>(keys.stopDuties(subject, entry));
  if (duties !== undefined) return duties;
  throw new HanlianError('STOP_UNKNOWN', 'Nobody has to stop using this entry', { received: entry });
}

/**
 * A recipient has acknowledged to the credit office, which holds the signed text: who it was does not appear, since the
 * office submits.
 */
export const acknowledgeStop = write(
  'credit:acknowledgeStop',
  schemas.acknowledgeStop,
  async (ctx, request) => {
    await requireCreditOffice(ctx);
    const { intent, commitment, receipt } = request;
    const duties = await stopDutiesOf(ctx.state, request);
    requireFresh(request, duties);
    const recipient = duties.recipients.find((each) => each.commitment === commitment);
    if (recipient === undefined) {
      throw new HanlianError('STOP_UNKNOWN', 'No recipient has this commitment', { field: 'commitment' });
    }
    if (recipient.at !== undefined) {
      throw new HanlianError('STOP_ACKNOWLEDGED', `Acknowledged at ${recipient.at}`, { field: 'commitment' });
    }
    const recipients = duties.recipients.map((each) =>
      each === recipient ? { commitment, at: ctx.txTime, receipt } : each,
    );
    const record: StopDuties = nextRecord(ctx, intent, duties, { ...duties, recipients });
    const key = keys.stopDuties(request.subject, request.entry);
    await ctx.state.put(key, record);
    return { ...written(key, record), event: told(record) };
  },
);
