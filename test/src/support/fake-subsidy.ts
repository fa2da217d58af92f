import {
  HanlianError,
  type ApprovalAnswer,
  type ClaimSummary,
  type LoanStatistics,
  type ProgrammeEdition,
  type TrancheAnswer,
} from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const AT = '2027-02-01T00:00:00Z';
const BANK = '91110000600037341L';
const PERIOD = { from: '2027-01-01', to: '2027-01-31' };
const WRITTEN = { transactionId: 'tx-1' };

const PROGRAMME: ProgrammeEdition = {
  id: 'relief-2027',
  since: AT,
  inForce: true,
  revision: 0,
  office: ISSUER,
  name: { zh: '纾困贷款贴息', en: 'Relief loans' },
  source: { zh: '通知', en: 'Notice' },
  currency: 'CNY',
  rate: 200,
  yearDays: 360,
  cap: '10000000',
  budget: '100000000000',
  loansFrom: '2026-11-01',
  periods: [PERIOD],
  nullifierKey: DIGEST,
};

const TRANCHE: TrancheAnswer = {
  programme: PROGRAMME.id,
  bank: BANK,
  month: '2027-02',
  pseudonym: DIGEST,
  state: 'open',
  revision: 0,
  amount: '5000000000',
  granted: '0',
  recovered: '0',
  left: '5000000000',
};

const CLAIM: ClaimSummary = {
  id: RANDOM,
  programme: PROGRAMME.id,
  state: 'claimed',
  revision: 0,
  bank: BANK,
  loan: RANDOM,
  period: PERIOD,
  amount: '86111',
  paid: false,
  recovered: '0',
  at: AT,
};

const APPROVAL: ApprovalAnswer = {
  id: RANDOM,
  state: 'waiting',
  programme: PROGRAMME.id,
  bank: BANK,
  claims: [RANDOM],
  preparer: 'O1001',
  amount: '86111',
};

/** One programme, with one tranche and one claim. */
export function fakeSubsidy(once: Once): Services['subsidy'] {
  const of = (programme: string): void => {
    if (programme !== PROGRAMME.id) throw new HanlianError('PROGRAMME_UNKNOWN', 'There is no such programme');
  };
  const found = <T>(id: string, code: 'CLAIM_UNKNOWN' | 'APPROVAL_UNKNOWN', thing: T): T => {
    if (id === RANDOM) return thing;
    throw new HanlianError(code, 'There is nothing of that id');
  };
  return {
    putProgramme: (caller, id, { expectedRevision }, key) =>
      later(() =>
        once.do(caller, key, () => {
          if (expectedRevision !== undefined) throw new HanlianError('STALE', 'There is no such edition');
          return { ...PROGRAMME, id, ...WRITTEN };
        }),
      ),
    programmes: (_caller, { limit, cursor }) => Promise.resolve(pageOf([PROGRAMME], limit, cursor)),
    programme: (_caller, id) =>
      later(() => {
        of(id);
        return { items: [PROGRAMME] };
      }),
    openTranche: (caller, programme, _input, key) =>
      later(() =>
        once.do(caller, key, () => {
          of(programme);
          return { ...TRANCHE, ...WRITTEN };
        }),
      ),
    closeTranche: (caller, programme, { expectedRevision = 0 }, key) =>
      later(() =>
        once.do(caller, key, () => {
          of(programme);
          if (expectedRevision !== 0) throw new HanlianError('STALE', 'The tranche has changed since');
          return { ...TRANCHE, state: 'closed' as const, revision: 1, left: '0', ...WRITTEN };
        }),
      ),
    tranches: (_caller, programme, { limit, cursor }) =>
      later(() => {
        of(programme);
        return pageOf([TRANCHE], limit, cursor);
      }),
    reconcile: (_caller, programme) =>
      later(() => {
        of(programme);
        const { budget } = PROGRAMME;
        const totals = { budget, allocated: '0', granted: '0', paid: '0', recovered: '0', left: budget };
        return { programme, at: AT, height: 1, claims: 1, tranches: 1, totals, differences: [] };
      }),
    claim: (caller, _input, key) => later(() => once.do(caller, key, () => ({ ...CLAIM, ...WRITTEN }))),
    act: (caller, id, { expectedRevision = 0 }, key) =>
      later(() =>
        once.do(caller, key, () => {
          const claim = found(id, 'CLAIM_UNKNOWN', CLAIM);
          if (expectedRevision !== 0) throw new HanlianError('STALE', 'The claim has changed since');
          return { ...claim, state: 'refused' as const, revision: 1, ...WRITTEN };
        }),
      ),
    getClaim: (_caller, id) =>
      later(() => ({
        ...found(id, 'CLAIM_UNKNOWN', CLAIM),
        enterprise: '91350100M000100Y43',
        industry: 'C1361',
        district: '420102',
        terms: {
          amount: '50000000',
          currency: 'CNY' as const,
          rate: 435,
          from: '2027-01-01',
          until: '2028-01-01',
        },
        steps: [{ act: 'claim' as const, state: 'claimed' as const, at: AT, ...WRITTEN }],
      })),
    claims: (_caller, { limit, cursor }) => Promise.resolve(pageOf([CLAIM], limit, cursor)),
    propose: (caller, _input, key) => later(() => once.do(caller, key, () => APPROVAL)),
    approval: (_caller, id) => later(() => found(id, 'APPROVAL_UNKNOWN', APPROVAL)),
    confirm: (caller, id, key) =>
      later(() =>
        once.do(caller, key, () => ({
          ...found(id, 'APPROVAL_UNKNOWN', APPROVAL),
          state: 'approved' as const,
          reviewer: 'O1002',
          ...WRITTEN,
        })),
      ),
  };
}

const FIGURES: LoanStatistics['total'] = {
  applications: 3,
  approvals: 3,
  rejections: null,
  decisionMedian: 86_400,
  decisionP90: 172_800,
  disbursed: '150000000',
  overdue: 0,
  subsidyApproved: '86111',
  subsidyPaid: '86111',
  subsidyRecovered: '0',
};

export const fakeStatistics: Services['loanStatistics'] = {
  of: (_caller, { from, until, by }) =>
    Promise.resolve({
      from,
      until,
      by,
      asOf: AT,
      height: 1,
      leastLoans: 3,
      total: FIGURES,
      rows: [{ key: BANK, ...FIGURES }],
      channel: { applications: 3, approvals: 3, rejections: 1 },
    }),
};
