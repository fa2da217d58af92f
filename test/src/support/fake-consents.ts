import {
  HanlianError,
  type ConsentAnswer,
  type ConsentReport,
  type PullReply,
} from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const CONSENT: ConsentAnswer = {
  id: RANDOM,
  state: 'active',
  revision: 0,
  holder: ISSUER,
  provider: ISSUER,
  recipient: ISSUER,
  purpose: 'credit-approval',
  fields: ['penalty'],
  keepDays: 30,
  since: '2026-11-20T12:00:00+08:00',
  until: '2026-12-20T12:00:00+08:00',
  pulls: { limit: 3, per: 'term' },
  agreement: DIGEST,
  acts: [],
};

const LETTER = {
  v: 1,
  from: ISSUER,
  to: ISSUER,
  key: DIGEST,
  nonce: RANDOM,
  issuedAt: 1795132800,
} as const;

const REPLY: PullReply = {
  ...LETTER,
  kind: 'pull-reply',
  window: 'term',
  slot: 1,
  transactionId: 'ab'.repeat(32),
  report: {},
};

/** Another hub that believes everybody. */
export const fakeExchange = (once: Once): Services['exchange'] => ({
  pull: (caller, id, _input, key) =>
    later(() => {
      if (id !== RANDOM) throw new HanlianError('CONSENT_UNKNOWN', 'There is no such consent');
      const { window, slot, transactionId, report } = REPLY;
      return once.do(caller, key, () => ({ window, slot, transactionId, report }));
    }),
  answer: () => Promise.resolve({ message: REPLY, signature: 'A'.repeat(94) }),
  pdf: (_caller, { id }) =>
    later(() => {
      if (id !== RANDOM) throw new HanlianError('PULL_UNKNOWN', 'There is no such pull');
      return Buffer.from('%PDF-1.7');
    }),
  answerPdf: () =>
    Promise.resolve({
      message: { ...LETTER, kind: 'report-reply', pdf: 'JVBERg==' },
      signature: 'A'.repeat(94),
    }),
  hearEnding: () =>
    Promise.resolve({
      message: { ...LETTER, kind: 'ending-receipt' },
      signature: 'A'.repeat(94),
    }),
  key: (department) => Promise.resolve({ department, id: DIGEST, publicKey: PUBLIC_KEY }),
});

const PUBLIC_KEY = `MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE${'A'.repeat(86)}`;

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
