import { createHmac } from 'node:crypto';
import {
  CLAIM_LIFECYCLE,
  keys,
  nullifierOf,
  subsidyDue,
  tranchePseudonym,
  type ClaimAct,
  type ClaimActStatement,
  type ClaimFile,
  type ClaimRecord,
  type ClaimsApproval,
  type ClaimStatement,
  type ClaimView,
  type Programme,
  type TrancheFile,
  type TrancheRecord,
  type TrancheReference,
  type Written,
} from '@hanlian/chaincode/domain';
import { BANK, change, LAST_YEAR } from './city.js';
import type { Committed } from './ledger.js';
import { bankOf, byTwo, day, finance, FINANCE, lendingCity, signedBy, type LendingCity } from './loans.js';
import { random16, random32 } from './people.js';
import { clerkOf, OTHER_BANK } from './sharing.js';

export const PROGRAMME = 'relief-2026';
/** The finance office's, and nobody else's. */
export const NULLIFIER_KEY = Buffer.alloc(32, 42);
export const mac = (data: Uint8Array): Uint8Array =>
  createHmac('sha256', NULLIFIER_KEY).update(data).digest();

/** The two months that follow on the city's today. */
export const FIRST = { from: '2026-12-01', to: '2026-12-31' };
export const SECOND = { from: '2027-01-01', to: '2027-01-31' };

export const programmeOf = (more: object = {}): object => ({
  ...change(),
  id: PROGRAMME,
  since: LAST_YEAR,
  name: { zh: '纾困贷款贴息', en: 'Relief loans' },
  source: { zh: '财政局通知', en: 'Notice of the finance office' },
  currency: 'CNY',
  rate: 200,
  yearDays: 360,
  cap: '10000000',
  budget: '1000000',
  industries: ['C', 'G54'],
  districts: ['420102', '420103'],
  loansFrom: '2026-11-01',
  periods: [FIRST, SECOND],
  nullifierKey: random32(),
  ...more,
});

/** What is asked of contract `subsidy`, on loans that are disbursed. */
export class SubsidyCity {
  readonly lending: LendingCity;

  constructor(lending: LendingCity) {
    this.lending = lending;
  }

  fork(): SubsidyCity {
    return new SubsidyCity(this.lending.fork());
  }

  get now(): number {
    return this.lending.now;
  }

  record(id: string): ClaimRecord {
    return this.lending.sharing.city.ledger.record(keys.claim(id)) as ClaimRecord;
  }

  put(more: object = {}, identity = clerkOf(FINANCE)): Promise<Committed<Written>> {
    return this.lending.sharing.city.as(identity, 'subsidy:putProgramme', programmeOf(more));
  }

  tranche(bank = BANK, month = '2027-01'): TrancheReference {
    const pseudonym = tranchePseudonym(mac, { programme: PROGRAMME, bank, month });
    return { programme: PROGRAMME, month, pseudonym };
  }

  trancheFile(tranche: TrancheReference): TrancheFile {
    return this.lending.secret(keys.tranche(tranche)) as TrancheFile;
  }

  #offices(): { v: 1; intent: string; key: string; issuedAt: number } {
    return { v: 1, intent: random16(), key: finance.keyId, issuedAt: this.now };
  }

  /** Proofs of all that the office's and the banks' signatures rest on. */
  evidence(...more: readonly string[]): object {
    const departments = [FINANCE, BANK, OTHER_BANK].map((code) => keys.department(code));
    const holders = [FINANCE, BANK, OTHER_BANK].map((code) =>
      keys.holderKey(code === FINANCE ? finance.keyId : bankOf(code).keyId),
    );
    const officers = ['OFFICER1', 'OFFICER2'].map((officer) => keys.officerKey(FINANCE, officer));
    return this.lending.sharing.evidence(...departments, ...holders, ...officers, ...more);
  }

  submit(
    operation: string,
    request: object,
    transient: object,
    identity = clerkOf(FINANCE),
  ): Promise<Committed<Written>> {
    const sent = { evidence: this.evidence(), ...transient };
    return this.lending.sharing.city.as(identity, `subsidy:${operation}`, { v: 1, ...request }, sent);
  }

  open(amount: string, more: object = {}, transient: object = {}): Promise<Committed<Written>> {
    const statement = {
      ...this.#offices(),
      kind: 'tranche' as const,
      tranche: this.tranche(),
      bank: BANK,
      amount,
      ...more,
    };
    const { intent, tranche } = statement;
    const signed = signedBy(finance, statement);
    return this.submit('openTranche', { intent, tranche }, { signed, ...transient });
  }

  close(tranche = this.tranche(), more: object = {}): Promise<Committed<Written>> {
    const record = this.lending.sharing.city.ledger.record(keys.tranche(tranche)) as
      TrancheRecord | undefined;
    const revision = record?.revision ?? 0;
    const statement = { ...this.#offices(), kind: 'tranche-close' as const, tranche, revision, ...more };
    const request = { intent: statement.intent, tranche };
    return this.submit('closeTranche', request, { signed: signedBy(finance, statement) });
  }

  /** What the loan's book makes the period's subsidy. */
  due(loan: string, period = FIRST): string {
    const { terms, movements } = this.lending.file(loan);
    const programme = programmeOf() as Programme;
    return String(subsidyDue(programme, terms!, movements, period));
  }

  claimOf(loan: string, more: Partial<ClaimStatement> = {}): ClaimStatement {
    return {
      v: 1,
      kind: 'subsidy-claim',
      id: random16(),
      intent: random16(),
      key: bankOf(this.lending.file(loan).application.bank).keyId,
      issuedAt: this.now,
      loan,
      programme: PROGRAMME,
      period: FIRST,
      amount: this.due(loan, more.period),
      ...more,
    };
  }

  submitClaim(statement: ClaimStatement, transient: object = {}): Promise<Committed<Written>> {
    const { id, intent } = statement;
    const signer = bankOf(this.lending.file(statement.loan).application.bank);
    return this.submit('claim', { id, intent }, { signed: signedBy(signer, statement), ...transient });
  }

  /** A claim that stands. */
  async claimed(loan: string, more: Partial<ClaimStatement> = {}): Promise<string> {
    const statement = this.claimOf(loan, more);
    await this.submitClaim(statement);
    return statement.id;
  }

  claimFile(id: string): ClaimFile {
    return this.lending.secret(keys.claim(id)) as ClaimFile;
  }

  /** The nullifier as the office computes it for what a claim is about. */
  nullifier(id: string): string {
    const { loan, programme, period } = this.claimFile(id).claim.statement;
    const { application, terms } = this.lending.file(loan);
    const { enterprise } = application;
    return nullifierOf(mac, { programme, enterprise, period, collateral: terms!.collateral });
  }

  approvalOf(ids: readonly string[], more: Partial<ClaimsApproval> = {}): ClaimsApproval {
    return {
      ...this.#offices(),
      kind: 'claims-approval',
      id: random16(),
      tranche: this.tranche(),
      claims: ids.map((id) => ({
        id,
        revision: this.record(id).revision,
        nullifier: this.nullifier(id),
      })),
      ...more,
    };
  }

  approve(
    ids: readonly string[],
    more: Partial<ClaimsApproval> = {},
    transient: object = {},
  ): Promise<Committed<Written>> {
    const statement = this.approvalOf(ids, more);
    const { id, intent, tranche } = statement;
    return this.submit(
      'approve',
      { id, intent, tranche },
      { signed: byTwo(finance, statement), ...transient },
    );
  }

  act<Act extends ClaimAct>(
    act: Act,
    id: string,
    more: Partial<ClaimActStatement<Act>> = {},
    transient: object = {},
  ): Promise<Committed<Written>> {
    const isBanks = CLAIM_LIFECYCLE[act].by === 'bank';
    const signer = isBanks ? bankOf(this.claimFile(id).bank) : finance;
    const statement = {
      ...this.#offices(),
      key: signer.keyId,
      kind: 'claim-act' as const,
      act,
      id,
      revision: this.record(id).revision,
      ...BODIES[act],
      ...more,
    };
    const { intent } = statement;
    return this.submit(act, { id, intent }, { signed: signedBy(signer, statement), ...transient });
  }

  view(id: string, identity = clerkOf(FINANCE)): Promise<ClaimView> {
    return this.lending.read('subsidy:getClaim', { id }, identity);
  }
}

const BODIES: { readonly [Act in ClaimAct]: object } = {
  refuse: { reasons: ['duplicate'], text: random32() },
  withdraw: {},
  pay: { payment: random32(), date: day(60) },
  recover: { amount: '1', reasons: ['mistake'], text: random32() },
};

async function found(): Promise<SubsidyCity> {
  const here = new SubsidyCity(await lendingCity());
  await here.put();
  return here;
}

let founded: Promise<SubsidyCity> | undefined;

/** A city with a programme; each caller gets its own. */
export async function subsidyCity(): Promise<SubsidyCity> {
  founded ??= found();
  return (await founded).fork();
}
