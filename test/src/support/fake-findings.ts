import { HanlianError, type FindingAnswer } from '@hanlian/chaincode/domain';
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
