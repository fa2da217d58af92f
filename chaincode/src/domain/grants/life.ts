import { HanlianError } from '../errors/index.js';
import type { Grant, GrantAct, GrantState } from '../schemas/grants.js';

interface Lead {
  readonly from: readonly GrantState[];
  /** Absent: the state stays. */
  readonly to?: GrantState;
}

/** Which act leads from which state to which. Silence is no act: only `grant` and `overrule` give what was asked for. */
const LEADS: Readonly<Record<Exclude<GrantAct, 'request'>, Lead>> = {
  grant: { from: ['requested'], to: 'granted' },
  refuse: { from: ['requested'], to: 'refused' },
  escalate: { from: ['requested'] },
  dispute: { from: ['refused', 'paused'] },
  uphold: { from: ['refused', 'paused'] },
  overrule: { from: ['refused', 'paused'], to: 'granted' },
  pause: { from: ['granted'], to: 'paused' },
  resume: { from: ['paused'], to: 'granted' },
  withdraw: { from: ['requested', 'granted', 'paused'], to: 'withdrawn' },
  closeCase: { from: ['granted', 'paused', 'withdrawn'] },
};

export type ActOnGrantName = keyof typeof LEADS;

/** What an act may be judged by. */
export type GrantStanding = Pick<Grant, 'state' | 'until' | 'waiting' | 'visibility'> & {
  readonly decisions: readonly Pick<Grant['decisions'][number], 'act'>[];
};

/** These end a grant, or what keeps its data from view: there is always room for them. */
const ALWAYS: ReadonlySet<GrantAct> = new Set(['withdraw', 'closeCase']);
/** Two places are kept for them. */
const MOST_OTHERS = 62;

/** Where a grant stands at an instant. */
export function grantStanding(
  { state, since, until }: Pick<Grant, 'state' | 'since' | 'until'>,
  at: number,
): GrantState | 'expired' | 'pending' {
  if (state === 'refused' || state === 'withdrawn') return state;
  if (until <= at) return 'expired';
  return state === 'granted' && at < since ? 'pending' : state;
}

/** What an act further asks of a grant that stands in a state it may start from. */
const CONDITIONS: { readonly [act in ActOnGrantName]?: (grant: GrantStanding) => boolean } = {
  escalate: ({ waiting }) => waiting?.step === 'decide',
  dispute: ({ waiting, decisions }) => waiting === null && decisions.at(-1)?.act !== 'uphold',
  uphold: ({ waiting }) => waiting?.step === 'dispute',
  overrule: ({ waiting }) => waiting?.step === 'dispute',
  closeCase: ({ visibility }) => visibility.class === 'delayed' && visibility.closedAt === undefined,
};

/** These give data, or wait for it to be given: after the period there is none to give. */
const WITHIN_PERIOD: ReadonlySet<GrantAct> = new Set(['grant', 'overrule', 'resume', 'escalate', 'dispute']);

/**
 * The state an act leads to.
 *
 * @throws {HanlianError} GRANT_ACT_IMPOSSIBLE, GRANT_EXPIRED, GRANT_NOT_OVERDUE, GRANT_HISTORY_FULL
 */
export function grantAfter(act: ActOnGrantName, grant: GrantStanding, at: number): GrantState {
  const { from, to = grant.state } = LEADS[act];
  if (!from.includes(grant.state) || CONDITIONS[act]?.(grant) === false) {
    throw new HanlianError('GRANT_ACT_IMPOSSIBLE', `${act} does not follow ${grant.state}`, {
      expected: [...from],
      received: grant.state,
    });
  }
  requireTime(act, grant, at);
  if (!ALWAYS.has(act) && grant.decisions.length >= MOST_OTHERS) {
    throw new HanlianError('GRANT_HISTORY_FULL', `The grant has seen ${grant.decisions.length} acts`, {
      expected: MOST_OTHERS,
    });
  }
  return to;
}

function requireTime(act: ActOnGrantName, { until, waiting }: GrantStanding, at: number): void {
  if (WITHIN_PERIOD.has(act) && until <= at) {
    throw new HanlianError('GRANT_EXPIRED', `The grant ends at ${until}`, { until });
  }
  if (act === 'escalate' && waiting !== null && at < waiting.due) {
    throw new HanlianError('GRANT_NOT_OVERDUE', `The provider has time until ${waiting.due}`, {
      expected: waiting.due,
      received: at,
    });
  }
}

/**
 * What the bureau does when it settles what is before it: a request that was escalated is granted or refused in the
 * provider's place; a decision that is disputed is set aside or stands.
 *
 * @throws {HanlianError} GRANT_NOT_BEFORE_BUREAU
 */
export function bureauAct(
  { state, waiting }: Pick<Grant, 'state' | 'waiting'>,
  decision: 'grant' | 'refuse',
): 'grant' | 'refuse' | 'overrule' | 'uphold' {
  if (waiting?.step === 'dispute') return decision === 'grant' ? 'overrule' : 'uphold';
  if (waiting?.step === 'escalated') return decision;
  throw new HanlianError('GRANT_NOT_BEFORE_BUREAU', 'Neither escalated nor disputed', { received: state });
}
