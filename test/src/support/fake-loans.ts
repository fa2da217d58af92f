import {
  HanlianError,
  type LoanAnswer,
  type LoanFileAnswer,
  type LoanReceipt,
  type LoanSummary,
  type OwnLoan,
  type ProductAnswer,
} from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const AT = '2026-11-20T04:00:00Z';

const SUMMARY: LoanSummary = {
  id: RANDOM,
  state: 'submitted',
  revision: 0,
  commitment: DIGEST,
  enterprise: ISSUER,
  bank: ISSUER,
  product: 'quick-loan',
  amount: '50000000',
  currency: 'CNY',
  months: 12,
  purpose: 'working-capital',
  industry: 'C1361',
  district: '420102',
  at: AT,
};

const LOAN: LoanAnswer = {
  ...SUMMARY,
  certificates: [],
  book: { disbursed: '0', repaid: '0', balance: '0' },
  movements: [],
  claims: [],
  steps: [{ n: 0, act: 'apply', state: 'submitted', at: AT, transactionId: 'tx-1' }],
};

const OWN: OwnLoan = {
  ...LOAN,
  claims: [],
  steps: [
    { n: 0, act: 'apply', state: 'submitted', at: AT, transactionId: 'tx-1', by: 'enterprise', text: '词' },
  ],
  owed: { date: '2026-11-20', principal: '0' },
};

const PRODUCT: ProductAnswer = {
  bank: ISSUER,
  id: 'quick-loan',
  name: { zh: '快贷', en: 'Quick loan' },
  currency: 'CNY',
  least: '1000000',
  most: '100000000',
  months: { least: 3, most: 24 },
  rate: 500,
  since: AT,
  offered: true,
  revision: 0,
};

const APPLICATION: LoanFileAnswer['file']['application'] = {
  v: 1,
  kind: 'loan-application',
  id: RANDOM,
  intent: RANDOM,
  key: DIGEST,
  issuedAt: 1795147200,
  enterprise: ISSUER,
  bank: ISSUER,
  product: 'quick-loan',
  amount: '50000000',
  currency: 'CNY',
  months: 12,
  purpose: 'working-capital',
  industry: 'C1361',
  district: '420102',
  certificates: [],
};

const FILE: LoanFileAnswer = {
  v: 1,
  format: 'hanlian-loan-file',
  id: RANDOM,
  madeAt: 1795147200,
  record: {
    v: 1,
    state: 'submitted',
    commitment: DIGEST,
    revision: 0,
    intent: RANDOM,
    tx: DIGEST,
    txTime: 1795147200,
  },
  file: {
    v: 1,
    salt: RANDOM,
    application: APPLICATION,
    certificates: [],
    offeredRate: 500,
    movements: [],
    claims: [],
  },
  steps: [],
  claims: [],
  programmes: [],
  proof: {
    v: 1,
    checkpoint: 'hanlian',
    records: [{ key: `loan~${RANDOM}`, value: '{}', depth: 0, siblings: [] }],
  },
};

const unknown = (): HanlianError => new HanlianError('LOAN_UNKNOWN', 'There is no such loan');

/** One loan of one bank. */
export function fakeLoans(once: Once): Services['loans'] {
  const found = <Answer>(id: string, answer: Answer): Promise<Answer> =>
    later(() => {
      if (id !== RANDOM) throw unknown();
      return answer;
    });
  const receipt: LoanReceipt = { id: RANDOM, state: 'submitted', revision: 1, transactionId: 'tx-1' };
  return {
    putProduct: (caller, { bank, id }, { expectedRevision }, key) =>
      later(() =>
        once.do(caller, key, () => {
          if (expectedRevision !== undefined && expectedRevision !== 0)
            throw new HanlianError('STALE', 'The product has changed since');
          const revision = expectedRevision === undefined ? 0 : 1;
          return { bank, id, revision, transactionId: 'tx-1' };
        }),
      ),
    product: (bank, id) =>
      later(() => {
        if (bank === ISSUER && id === PRODUCT.id) return PRODUCT;
        throw new HanlianError('PRODUCT_UNKNOWN', 'There is no such product');
      }),
    products: ({ limit, cursor }) => Promise.resolve(pageOf([PRODUCT], limit, cursor)),
    apply: ({ statement: { id } }) => Promise.resolve({ ...receipt, id, revision: 0 }),
    state: (id) => found(id, receipt),
    viewOwn: (id) => found(id, OWN),
    standing: (id) => found(id, { id, state: 'submitted', revision: 0, commitment: DIGEST, at: AT }),
    list: (_caller, { limit, cursor }) => Promise.resolve(pageOf([SUMMARY], limit, cursor)),
    get: (_caller, id) => found(id, LOAN),
    file: (_caller, id) => found(id, FILE),
    act: (caller, id, { act, expectedRevision = 0 }, key) =>
      later(() =>
        once.do(caller, key, () => {
          if (id !== RANDOM) throw unknown();
          if (expectedRevision !== 0) throw new HanlianError('STALE', 'The loan has changed since');
          if (act !== 'approve') return receipt;
          return {
            id: `0000001-${RANDOM}`,
            operation: 'loan' as const,
            department: ISSUER,
            state: 'waiting' as const,
            preparer: caller.person,
            preparedAt: AT,
            expiresAt: AT,
          };
        }),
      ),
    carry: () => Promise.resolve({ v: 1, transactionId: 'ab'.repeat(32) }),
  };
}
