import type { FindingRecord, RulesInForce } from '../../../domain/index.js';
import { answerDue, HanlianError, keys, requireImpersonal, rulesAt, schemas } from '../../../domain/index.js';
import { creatorsDepartment, departmentOf } from '../../authority.js';
import type { TransactionContext } from '../../context.js';
import type { Outcome } from '../../operation.js';
import { write } from '../../operation.js';
import { factsOf, nextRecord, readForChange, type Change } from '../../registry/record.js';
import { calendarsFrom, ruleSetsOf } from '../../rules.js';
import { writtenWithDigest } from '../told.js';
import { findingOf } from './records.js';

const RULES = 'audit-findings';

/** What is reported, by an audit office or in the name of somebody who objects. */
type Reported = Change &
  Pick<FindingRecord, 'code' | 'department' | 'about' | 'evidence' | 'basis'> & {
    readonly id: string;
    readonly follows?: string | undefined;
  };

type Rules = RulesInForce<typeof RULES>;

const rulesOf = async ({ state, txTime }: TransactionContext): Promise<Rules> =>
  rulesAt(RULES, await ruleSetsOf(state, RULES), txTime);

/** Writes a finding, with the day by which its department answers. */
async function record(
  ctx: TransactionContext,
  rules: Rules,
  reportedBy: string,
  reported: Reported,
): Promise<Outcome> {
  const { state, txTime } = ctx;
  const { id, ...request } = reported;
  requireImpersonal(request.basis.law, 'basis.law');
  const key = keys.finding(id);
  const last = await readForChange<FindingRecord>(ctx, key, request);
  await departmentOf(state, request.department);
  const made: FindingRecord = nextRecord(ctx, request.intent, last, {
    ...factsOf(request),
    reportedBy,
    reportedAt: txTime,
    due: answerDue(txTime, rules, await calendarsFrom(state, txTime)),
    rule: { name: rules.name, since: rules.since, clause: rules.body.answerClause },
    answers: [],
  });
  await state.put(key, made);
  return writtenWithDigest(key, made);
}

/** What an audit office found, told to the department that must answer it. */
export const reportFinding = write('sharing:reportFinding', schemas.reportFinding, async (ctx, request) => {
  const office = await creatorsDepartment(ctx);
  const { kind } = await departmentOf(ctx.state, office);
  if (kind !== 'auditor') {
    throw new HanlianError('NOT_AUDIT_OFFICE', `${office} is no audit office`, { received: kind });
  }
  if (request.follows !== undefined) {
    const { department } = await findingOf(ctx.state, request.follows);
    if (department !== request.department) {
      throw new HanlianError('FIELD_INVALID', 'The earlier finding is for another department', {
        field: 'follows',
        expected: department,
      });
    }
  }
  return record(ctx, await rulesOf(ctx), office, request);
});

/** Somebody whose data was read objects; the ledger holds a commitment to what was signed, and nobody's name. */
export const fileObjection = write('sharing:fileObjection', schemas.fileObjection, async (ctx, request) => {
  const { reason, ...filed } = request;
  const rules = await rulesOf(ctx);
  const basis = { law: rules.body.objectionClause, digest: reason };
  return record(ctx, rules, await creatorsDepartment(ctx), { ...filed, basis, code: 'OBJECTION' });
});
