import type { JsonObject } from '@hanlian/chaincode/domain';
import { bankExample, digestExample, signatureExample, signedAt } from '../consents/examples.js';

const ID = 'A'.repeat(22);

/** What every signed statement about a loan begins with. */
const signedExample = { v: 1, intent: ID, key: digestExample, issuedAt: signedAt, id: ID } as const;

/** 50 万元 for a year, on the strength of a food licence. */
export const APPLICATION: JsonObject = {
  ...signedExample,
  kind: 'loan-application',
  enterprise: '91350100M000100Y43',
  bank: bankExample,
  product: 'quick-loan',
  amount: '50000000',
  currency: 'CNY',
  months: 12,
  purpose: 'working-capital',
  industry: 'C1361',
  district: '420102',
  certificates: [
    {
      type: '11100000MB0143028R001',
      issuer: '11410800MB18523953',
      serial: '2026000001',
      version: '001',
      document: digestExample,
    },
  ],
};

export const LOAN: JsonObject = {
  statement: APPLICATION,
  signature: signatureExample,
  documents: [{ v: 'hanlian-evidence/1' }],
};

export const WITHDRAWAL: JsonObject = {
  bank: bankExample,
  statement: { ...signedExample, kind: 'loan-act', act: 'withdraw', revision: 0 },
  signature: signatureExample,
};

/** What an enterprise asks its bank of its own loan. */
export const VIEW: JsonObject = {
  statement: { ...signedExample, kind: 'loan-view', bank: bankExample },
  signature: signatureExample,
};

export const PRODUCT: JsonObject = {
  name: { zh: '小微快贷', en: 'Quick loan' },
  currency: 'CNY',
  least: '1000000',
  most: '100000000',
  months: { least: 3, most: 24 },
  rate: 500,
  since: '2026-01-01',
};

/** What a bank's hub takes to the finance office's. */
export const ERRAND: JsonObject = {
  v: 1,
  signed: { v: 1, statement: APPLICATION, signature: signatureExample, salt: ID },
  evidence: {
    v: 1,
    size: 120,
    cosigner: 'BankMSP',
    records: [{ key: `hkey~${digestExample}`, value: '{}', depth: 0, siblings: [] }],
  },
};
