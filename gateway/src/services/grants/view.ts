import {
  clockOf,
  dateOfInstant,
  formatInstant,
  grantStanding,
  type Grant,
  type GrantDecision,
  type GrantView,
  type Instant,
  type RuleReference,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { omit } from '../../omit.js';
import type { ReadModel } from '../../readmodel/read-model.js';
import { calendarsFrom } from '../credit/rules.js';

type Clock = NonNullable<GrantView['clock']>;

const ruleView = ({ since, ...rule }: RuleReference): Clock['rule'] => ({
  ...rule,
  since: formatInstant(since),
});

function clockView(model: ReadModel, { waiting }: Grant, at: Instant): Clock | undefined {
  if (waiting === null) return undefined;
  const year = Number(dateOfInstant(Math.min(at, waiting.since)).slice(0, 4));
  const clock = clockOf({ waiting }, at, calendarsFrom(model, year));
  return clock && { ...clock, since: formatInstant(waiting.since), rule: ruleView(waiting.rule) };
}

const actView = ({
  act,
  by,
  person,
  basis,
  refusal,
  due,
  tx,
  txTime,
}: GrantDecision): GrantView['history'][number] => ({
  act,
  ...(by !== undefined && { by }),
  ...(person !== undefined && { person }),
  ...(basis !== undefined && { law: basis.law }),
  ...(refusal !== undefined && { refusal }),
  ...(due !== undefined && { due: formatInstant(due) }),
  at: formatInstant(txTime),
  transactionId: transactionIdOf(tx),
});

/** A grant as people read it at an instant: with its expiry computed, and the clock that runs. */
export function grantView(model: ReadModel, record: Grant, at: Instant): GrantView {
  const { since, until, visibility, decisions } = record;
  const { closedAt, rule, ...shown } = visibility;
  const clock = clockView(model, record, at);
  return {
    ...omit(record, 'v', 'decisions', 'waiting', 'intent', 'tx', 'txTime'),
    state: grantStanding(record, at),
    since: formatInstant(since),
    until: formatInstant(until),
    visibility: {
      ...shown,
      ...(closedAt !== undefined && { closedAt: formatInstant(closedAt) }),
      rule: ruleView(rule),
    },
    ...(clock !== undefined && { clock }),
    history: decisions.map(actView),
  };
}
