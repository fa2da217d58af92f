import { HanlianError } from '../errors/index.js';
import type { CreditEntry, EntryOperation, EntryState } from '../schemas/credit.js';
import { repairStep } from './history.js';

interface ActRule {
  readonly from: readonly EntryState[];
  /** The step of its repair an entry must have come to; absent: any. */
  readonly after?: readonly string[];
}

const OPEN: readonly EntryState[] = ['standing', 'disputed'];
const NEVER_APPLIED = 'none';
const ACCEPTED = 'acceptRepair:accepted';

/** What each act asks of an entry as it stands. What was wrong from the start can be annulled also after its repair. */
const ACTS: Readonly<Record<EntryOperation, ActRule>> = {
  correct: { from: OPEN },
  annul: { from: ['standing', 'disputed', 'repaired'] },
  dispute: { from: ['standing'] },
  resolveDispute: { from: ['disputed'] },
  applyRepair: { from: OPEN, after: [NEVER_APPLIED, 'acceptRepair:refused', 'reviewRepair:refused'] },
  acceptRepair: { from: OPEN, after: ['applyRepair'] },
  reviewRepair: { from: OPEN, after: [ACCEPTED] },
};

function stepOf({ history }: CreditEntry): string {
  const step = repairStep(history);
  if (step === undefined) return NEVER_APPLIED;
  return step.decision === undefined ? step.operation : `${step.operation}:${step.decision}`;
}

/** @throws {HanlianError} ENTRY_ACT_IMPOSSIBLE */
export function requireActPossible(operation: EntryOperation, entry: CreditEntry): void {
  const { from, after } = ACTS[operation];
  const step = stepOf(entry);
  if (from.includes(entry.state) && (after === undefined || after.includes(step))) return;
  throw new HanlianError('ENTRY_ACT_IMPOSSIBLE', `${operation} is not possible: ${entry.state}, ${step}`, {
    expected: [...from],
    received: entry.state,
    step,
  });
}
