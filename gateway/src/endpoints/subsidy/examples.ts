import type { ErrorCode, JsonObject } from '@hanlian/chaincode/domain';

const ID = 'A'.repeat(22);

/** Relief for industry and transport in two districts, month by month. */
export const PROGRAMME: JsonObject = {
  since: '2027-01-01',
  name: { zh: '纾困贷款贴息', en: 'Relief loans' },
  source: { zh: '示例市财政局通知', en: 'Notice of the finance bureau' },
  currency: 'CNY',
  rate: 200,
  yearDays: 360,
  cap: '10000000',
  budget: '100000000000',
  industries: ['C', 'G54'],
  districts: ['420102', '420103'],
  loansFrom: '2026-11-01',
  periods: [{ from: '2027-01-01', to: '2027-01-31' }],
};

export const BANK = '91110000600037341L';

export const TRANCHE: JsonObject = { bank: BANK, month: '2027-02', amount: '5000000000' };

export const CLAIM: JsonObject = {
  programme: 'relief-2027',
  loan: ID,
  period: { from: '2027-01-01', to: '2027-01-31' },
};

export const APPROVAL: JsonObject = { programme: 'relief-2027', bank: BANK, claims: [ID] };

/** What a department signs may be refused with, whatever it says. */
export const OF_SIGNING: readonly ErrorCode[] = [
  'HOLDER_KEY_NOT_BOUND',
  'DEPARTMENT_NOT_IN_FORCE',
  'STATEMENT_OUT_OF_TIME',
  'RECORD_UNKNOWN',
  'LOG_PENDING',
  'CHECKPOINT_UNKNOWN',
  'STALE',
  'TXTIME_TOO_OLD',
];

/** What a claim may be refused with. */
export const OF_CLAIM: readonly ErrorCode[] = [
  'PROGRAMME_UNKNOWN',
  'PROGRAMME_NOT_IN_FORCE',
  'CLAIM_LOAN_STATE',
  'CLAIM_NOT_ELIGIBLE',
  'LOAN_BEFORE_PROGRAMME',
  'CLAIM_TOO_EARLY',
  'CLAIM_AMOUNT_DIFFERS',
  'CLAIM_STANDS',
  'LOAN_HISTORY_FULL',
];

/** What an act on a claim may be refused with, as it stands. */
export const OF_CLAIM_ACT: readonly ErrorCode[] = ['CLAIM_UNKNOWN', 'CLAIM_ACT_IMPOSSIBLE'];

/** What only the programme's own office may ask. */
export const OF_OFFICE: readonly ErrorCode[] = ['PROGRAMME_UNKNOWN', 'OTHER_DEPARTMENT'];
