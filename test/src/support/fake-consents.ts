import { HanlianError, type ConsentAnswer, type ConsentReport } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM } from './fake-parts.js';

const CONSENT: ConsentAnswer = {
  id: RANDOM,
  state: 'active',
  revision: 0,
  holder: ISSUER,
  provider: ISSUER,
  recipient: ISSUER,
  purpose: 'credit-approval',
  fields: ['penalties'],
  keepDays: 30,
  since: '2026-11-20T12:00:00+08:00',
  until: '2026-12-20T12:00:00+08:00',
  pulls: { limit: 3, per: 'term' },
  agreement: DIGEST,
  acts: [],
};

/** One that was given. */
export function fakeConsents(): Services['consents'] {
  const report = (id: string): ConsentReport => {
    if (id === RANDOM) return { consent: CONSENT, pulls: [] };
    throw new HanlianError('CONSENT_UNKNOWN', 'There is no such consent');
  };
  const receipt = { id: RANDOM, state: 'active', revision: 0, transactionId: 'tx-1' } as const;
  return {
    give: ({ statement: { id } }) => Promise.resolve({ ...receipt, id }),
    act: (id) => later(() => (report(id), receipt)),
    view: (id) => later(() => report(id)),
    list: (_caller, { limit }) => Promise.resolve(pageOf([CONSENT], limit)),
    get: (_caller, id) => later(() => report(id)),
  };
}
