import {
  LOAN_LIFECYCLE,
  type LoanAct,
  type LoanActStatement,
  type LoanTerms,
  type Movement,
} from '@hanlian/chaincode/domain';
import type { Identity } from '@hanlian/gateway/ledger/port';
import { DAY } from '../contracts/city.js';
import { bodies, byTwo, commitmentOf, FINANCE, PRODUCT, signedBy } from '../contracts/loans.js';
import { random16, random32 } from '../contracts/people.js';
import { clerkOf, consentOf, OFFICE, pullOf, type Holder } from '../contracts/sharing.js';
import type { Enterprise, Parties } from './parties.js';
import { MONTHS, type PlannedLoan } from './plan.js';
import type { Sender } from './sender.js';

/** What its parties know of a loan that was paid out. */
export interface Lent {
  readonly id: string;
  readonly bank: Holder;
  readonly enterprise: Enterprise;
  readonly terms: LoanTerms;
  readonly movements: readonly Movement[];
}

const clock = (): number => Math.floor(Date.now() / 1000);

type Statement<Act extends LoanAct> = Partial<LoanActStatement<Act>>;

/** Leads loans from application to the last movement, each act signed by whom it is of. */
export class Lives {
  readonly #parties: Parties;
  readonly #sender: Sender;
  readonly #clerk: Identity;
  readonly #office: Identity;

  private constructor(parties: Parties, sender: Sender, clerk: Identity, office: Identity) {
    this.#parties = parties;
    this.#sender = sender;
    this.#clerk = clerk;
    this.#office = office;
  }

  static async open(parties: Parties, sender: Sender): Promise<Lives> {
    return new Lives(parties, sender, await clerkOf(FINANCE), await clerkOf(OFFICE));
  }

  async lead(planned: PlannedLoan): Promise<Lent> {
    const life = new Life(this.#parties, planned, async (name, request, transient) => {
      const isSharing = name.startsWith('sharing:');
      await this.#sender.send(isSharing ? this.#office : this.#clerk, name, request, transient);
    });
    return life.lead();
  }
}

type Send = (name: string, request: object, transient: object) => Promise<void>;

/** One loan. Its parties count revisions themselves: nothing is read between two acts. */
class Life {
  readonly #planned: PlannedLoan;
  readonly #send: Send;
  readonly #bank: Holder;
  readonly #enterprise: Enterprise;
  readonly #evidence: object;
  readonly #id = random16();
  readonly #movements: Movement[] = [];
  #revision = -1;

  constructor(parties: Parties, planned: PlannedLoan, send: Send) {
    this.#planned = planned;
    this.#send = send;
    this.#bank = parties.banks[planned.bank]!;
    this.#enterprise = parties.enterprises[planned.enterprise]!;
    this.#evidence = parties.evidence(this.#bank, this.#enterprise);
  }

  async lead(): Promise<Lent> {
    const { amount, rate } = this.#planned;
    const commitment = await this.#apply();
    await this.#pullReport(commitment);
    await this.#act('startReview');
    await this.#act('approve', { amount: amount.toString(), rate, months: MONTHS });
    const terms = this.#terms();
    await this.#act('signContract', { terms });
    for (const part of this.#planned.parts) await this.#move('disbursement', part);
    if (this.#planned.repaid !== undefined) await this.#move('repayment', this.#planned.repaid);
    return {
      id: this.#id,
      bank: this.#bank,
      enterprise: this.#enterprise,
      terms,
      movements: this.#movements,
    };
  }

  #terms(): LoanTerms {
    const { amount, rate, from, until, collateral } = this.#planned;
    return {
      amount: amount.toString(),
      currency: 'CNY',
      rate,
      from,
      until,
      ...(collateral !== undefined && { collateral }),
    };
  }

  async #apply(): Promise<string> {
    const { holder, permit } = this.#enterprise;
    const { amount, industry, district } = this.#planned;
    const signed = signedBy(holder, {
      ...this.#signing(holder),
      kind: 'loan-application' as const,
      enterprise: holder.code,
      bank: this.#bank.code,
      product: PRODUCT,
      amount: amount.toString(),
      currency: 'CNY' as const,
      months: MONTHS,
      purpose: 'working-capital',
      industry,
      district,
      certificates: [{ ...permit, document: random32() }],
    });
    await this.#submit('loan:apply', signed.statement, { signed });
    this.#revision = 0;
    return commitmentOf(signed);
  }

  /** Consent, authorisation, and the pull that the application's report came by. */
  async #pullReport(application: string): Promise<void> {
    const { holder } = this.#enterprise;
    const now = clock();
    const parties = { holder: holder.code, holderKey: holder.keyId, recipient: this.#bank.code };
    const consent = consentOf({ ...parties, since: now - DAY, until: now + 30 * DAY, issuedAt: now });
    await this.#submit('sharing:giveConsent', consent, { consent: holder.signed(consent) });
    await this.#act('authorize', { consent: consent.id });
    const asked = pullOf(consent.id, {
      recipient: this.#bank.code,
      recipientKey: this.#bank.keyId,
      application,
      issuedAt: now,
    });
    const { id, intent } = asked;
    const pull = this.#bank.signed(asked);
    await this.#send('sharing:pull', { v: 1, id, intent, slot: 1 }, { pull, evidence: this.#evidence });
    await this.#act('bindReport');
  }

  async #move(kind: Movement['kind'], { amount, date }: { amount: bigint; date: string }): Promise<void> {
    const said = { amount: amount.toString(), date };
    await (kind === 'disbursement'
      ? this.#act('disburse', said)
      : this.#act('repay', { ...said, early: true }));
    this.#movements.push({ n: this.#revision, kind, ...said });
  }

  async #act<Act extends LoanAct>(act: Act, more: Statement<Act> = {}): Promise<void> {
    const statement = {
      ...this.#signing(this.#bank),
      kind: 'loan-act' as const,
      act,
      revision: this.#revision,
      ...bodies()[act],
      ...more,
    };
    const { twoPeople } = LOAN_LIFECYCLE[act];
    const signed = twoPeople === true ? byTwo(this.#bank, statement) : signedBy(this.#bank, statement);
    await this.#submit(`loan:${act}`, statement, { signed });
    this.#revision++;
  }

  #signing({ keyId }: Holder): { v: 1; id: string; intent: string; key: string; issuedAt: number } {
    return { v: 1, id: this.#id, intent: random16(), key: keyId, issuedAt: clock() };
  }

  #submit(
    name: string,
    { id, intent }: { readonly id: string; readonly intent: string },
    transient: object,
  ): Promise<void> {
    return this.#send(name, { v: 1, id, intent }, { ...transient, evidence: this.#evidence });
  }
}
