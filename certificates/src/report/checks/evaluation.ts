import {
  CLOCK_TOLERANCE,
  gradeOn,
  hasJoined,
  HanlianError,
  type Graded,
  type Hashes,
  type Instant,
} from '@hanlian/chaincode/domain';
import type { Finding } from '../../verification/types.js';
import { isEntry, type ReadEntry, type ReadEvaluation, type ReadReport, type ReadSet } from '../read.js';

/**
 * Whether the grade follows from the entries, by the model that is said to have given it. That can be told where the report
 * shows every entry that counted; what counted under links that are withheld, nobody can recompute.
 */
export const evaluation = (
  { sets, rules }: ReadReport,
  { record, model }: ReadEvaluation,
  hashes: Hashes,
): Finding => {
  const counting = joinedBy(sets, record.at);
  const entries = counting.flatMap(({ links }) => links.filter(isEntry));
  const graded = attemptGrade(() =>
    gradeOn(hashes, entries, { publication: rules, model: [model] }, record.at),
  );
  if (graded !== undefined && isSame(graded.inputs, record.inputs)) {
    return isSame(resultOf(graded), resultOf(record))
      ? { code: 'EVALUATION_RECOMPUTED', data: { inputs: record.inputs.count } }
      : { code: 'EVALUATION_WRONG' };
  }
  const data = { inputs: record.inputs.count, reported: graded?.inputs.count ?? 0 };
  if (counting.some(hidesSome))
    return { code: 'EVALUATION_NOT_RECOMPUTED', data: { reason: 'WITHHELD', ...data } };
  // Times are those that submitters claim: an entry may have come after the evaluation that it claims to precede.
  if (entries.some((entry) => isLately(entry, record.at))) {
    return { code: 'EVALUATION_NOT_RECOMPUTED', data: { reason: 'LATE', ...data } };
  }
  return { code: 'EVALUATION_WRONG', data };
};

/** The sets that made the enterprise's record at an instant. */
function joinedBy([own, ...others]: ReadReport['sets'], at: Instant): readonly ReadSet[] {
  const joined: ReadSet[] = [own];
  for (const heir of joined) {
    const named = heir.head?.predecessors ?? [];
    joined.push(
      ...others.filter(
        ({ subject, head }) =>
          named.includes(subject) && head !== undefined && hasJoined(head, heir.subject, at),
      ),
    );
  }
  return joined;
}

/** A link that was corrected stands in its entry's history. */
const hidesSome = ({ links }: ReadSet): boolean =>
  links.some((link) => !isEntry(link) && link.withheld !== 'corrected');

const isLately = ({ record: { published, history = [] } }: ReadEntry, at: Instant): boolean =>
  [published, ...history].some((written) => written.at <= at && written.at > at - CLOCK_TOLERANCE);

const resultOf = ({ grade, score, version }: Pick<Graded, 'grade' | 'score' | 'version'>): object => ({
  grade,
  score,
  version,
});

const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Rules that say nothing of an entry are no rules it was judged by. */
function attemptGrade(grade: () => Graded): Graded | undefined {
  try {
    return grade();
  } catch (error) {
    if (error instanceof HanlianError) return undefined;
    throw error;
  }
}
