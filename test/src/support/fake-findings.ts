import { HanlianError, type FindingAnswer, type KpiAnswer } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const FINDING: FindingAnswer = {
  id: RANDOM,
  code: 'RELEASE_NOT_COVERED',
  department: ISSUER,
  about: { provider: ISSUER, seq: 7 },
  evidence: DIGEST,
  law: '审计法第五十二条',
  basis: DIGEST,
  reportedBy: ISSUER,
  reportedAt: '2026-11-20T04:00:00Z',
  due: '2026-12-04T16:00:00Z',
  rule: { name: 'audit-findings', since: 0, clause: '第五十二条' },
  standing: 'open',
  answers: [],
  revision: 0,
};

const findingOf = (id: string): FindingAnswer => {
  if (id === RANDOM) return FINDING;
  throw new HanlianError('FINDING_UNKNOWN', 'There is no such finding');
};

/** What audits found, held in memory. */
export const fakeFindings = (once: Once): Services['findings'] => ({
  report: (caller, _input, key) => later(() => once.do(caller, key, () => FINDING)),
  answer: (caller, id, _input, key) => later(() => once.do(caller, key, () => findingOf(id))),
  get: (_caller, id) => later(() => findingOf(id)),
  list: (_caller, { limit }) => Promise.resolve(pageOf([FINDING], limit)),
});

/** Nobody's data was read, and one access was objected to. */
export const fakeOwnAccesses = (): Services['ownAccesses'] => ({
  view: () => Promise.resolve({ items: [] }),
  object: () =>
    Promise.resolve({ finding: RANDOM, department: ISSUER, due: FINDING.due, standing: 'open', answers: [] }),
});

/** How sharing went: it did not. */
export const KPI: KpiAnswer = {
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  days: [{ date: '2026-11-20', calls: 1, released: 1, refused: 0, onward: 0 }],
  requests: { made: 0, grantedAtOnce: 0, granted: 0, refused: 0, grounds: {}, escalated: 0, withdrawn: 0 },
  deadlines: { due: 0, kept: 0 },
  findings: { reported: 0, due: 0, answeredInTime: 0 },
  coverage: {
    total: {
      responsibilities: 0,
      covered: 0,
      overdue: 0,
      resources: 0,
      unconditional: 0,
      conditional: 0,
      keptBack: 0,
      open: 0,
      demanded: 0,
      demands: 0,
      negatives: 0,
    },
    departments: [],
  },
};
