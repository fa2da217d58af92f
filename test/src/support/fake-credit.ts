import { HanlianError, type CreditEntryAnswer, type EvaluationAnswer } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const SUBJECT = '91350100M000100Y43';
const AT = '2026-03-06T00:00:00Z';

const ENTRY: CreditEntryAnswer = {
  subject: SUBJECT,
  entry: RANDOM,
  legacy: false,
  category: 'penalty',
  title: { zh: '行政处罚', en: 'Administrative penalty' },
  source: ISSUER,
  document: '示例市监罚〔2026〕7号',
  state: 'standing',
  revision: 0,
  decidedAt: '2026-03-05',
  severity: 'general',
  publishedAt: AT,
  report: { due: '2026-03-16', late: false },
  publication: { shown: true, reason: 'published' },
  history: [],
};

const GRADE: EvaluationAnswer = {
  subject: SUBJECT,
  at: AT,
  grade: 'B',
  title: { zh: '良', en: 'Good' },
  score: 780,
  model: { name: 'credit-model', since: AT, clause: '示例' },
  version: '1',
  inputs: { count: 1, root: DIGEST, sm3Root: DIGEST },
  counted: [{ subject: SUBJECT, entry: RANDOM, points: -20 }],
};

/** One enterprise with one entry. */
export function fakeCredit(once: Once): Services['credit'] {
  const requireKnown = (subject: string): void => {
    if (subject !== SUBJECT)
      throw new HanlianError('SUBJECT_UNKNOWN', 'No such enterprise', { field: 'subject' });
  };
  const found = ({ entry }: { readonly entry: string }): CreditEntryAnswer => {
    if (entry === RANDOM) return ENTRY;
    throw new HanlianError('ENTRY_UNKNOWN', 'No such entry');
  };
  return {
    publish: (caller, { entries }, key) =>
      later(() =>
        once.do(caller, key, () => ({
          entries: entries.map(({ subject }) => ({ subject, entry: RANDOM, outcome: 'published' as const })),
          transactionId: 'tx-1',
        })),
      ),
    get: (_caller, reference) => later(() => found(reference)),
    entries: (_caller, subject) =>
      later(() => {
        requireKnown(subject);
        return {
          subject,
          at: AT,
          sets: [{ subject, count: 1, chain: DIGEST, sm3Chain: DIGEST, entries: [ENTRY] }],
        };
      }),
    publications: (_caller, { limit }) => Promise.resolve(pageOf([ENTRY], limit)),
    overdue: (_caller, { limit }) =>
      Promise.resolve(
        pageOf(
          [
            {
              subject: SUBJECT,
              entry: RANDOM,
              kind: 'report' as const,
              source: ISSUER,
              due: '2026-03-16',
              message: { zh: '逾期', en: 'Late' },
            },
          ],
          limit,
        ),
      ),
    proposals: () => Promise.resolve({ items: [] }),
    act: (caller, _operation, reference, body, key) =>
      later(() =>
        once.do(caller, key, () => {
          const entry = found(reference);
          if ((body.expectedRevision ?? 0) !== 0)
            throw new HanlianError('STALE', 'The entry has changed since');
          return { ...entry, revision: 1, transactionId: 'tx-1' };
        }),
      ),
    acknowledge: (caller, reference, _input, key) =>
      later(() =>
        once.do(caller, key, () => {
          const { subject, entry } = found(reference);
          return { subject, entry, transactionId: 'tx-1' };
        }),
      ),
    evaluate: (caller, subject, _input, key) =>
      later(() =>
        once.do(caller, key, () => {
          requireKnown(subject);
          return { ...GRADE, transactionId: 'tx-1' };
        }),
      ),
    grade: (_caller, subject) =>
      later(() => {
        requireKnown(subject);
        return GRADE;
      }),
    succeed: (caller, subject, _input, key) =>
      later(() =>
        once.do(caller, key, () => {
          requireKnown(subject);
          return { subject, transactionId: 'tx-1' };
        }),
      ),
  };
}
