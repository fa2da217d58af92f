import {
  nullifierOf,
  subsidyDue,
  tranchePseudonym,
  type ClaimAct,
  type Programme,
  type TrancheReference,
} from '@hanlian/chaincode/domain';
import type { Identity } from '@hanlian/gateway/ledger/port';
import { byTwo, finance, FINANCE, signedBy } from '../contracts/loans.js';
import { random16, random32 } from '../contracts/people.js';
import { clerkOf, type Holder } from '../contracts/sharing.js';
import { mac } from '../contracts/subsidies.js';
import type { Lent } from './life.js';
import { PROGRAMME, type Parties } from './parties.js';
import { inParallel, refusedWith, type Sender } from './sender.js';

/** A claim that stands. */
export interface Claimed {
  readonly id: string;
  readonly lent: Lent;
  readonly amount: bigint;
}

/** What became of the claims. */
export interface Decided {
  readonly paid: readonly Claimed[];
  readonly refused: readonly Claimed[];
}

const AT_ONCE = 50;
const clock = (): number => Math.floor(Date.now() / 1000);

/** Banks claim, the finance office decides: it is not told what was planted, and finds it by what the contract refuses. */
export class Office {
  readonly #parties: Parties;
  readonly #sender: Sender;
  readonly #programme: Programme;
  readonly #clerk: Identity;
  readonly #month: string;

  private constructor(
    parties: Parties,
    sender: Sender,
    programme: Programme,
    clerk: Identity,
    month: string,
  ) {
    this.#parties = parties;
    this.#sender = sender;
    this.#programme = programme;
    this.#clerk = clerk;
    this.#month = month;
  }

  static async open(parties: Parties, sender: Sender, programme: Programme, month: string): Promise<Office> {
    return new Office(parties, sender, programme, await clerkOf(FINANCE), month);
  }

  /** The loan's bank claims what the loan's book makes the period's subsidy. */
  async claim(lent: Lent): Promise<Claimed> {
    const { bank, terms, movements } = lent;
    const [period] = this.#programme.periods;
    const amount = subsidyDue(this.#programme, terms, movements, period!);
    const statement = {
      ...signing(bank),
      kind: 'subsidy-claim' as const,
      id: random16(),
      loan: lent.id,
      programme: PROGRAMME,
      period: period!,
      amount: amount.toString(),
    };
    const { id, intent } = statement;
    const signed = signedBy(bank, statement);
    await this.#send('claim', { id, intent }, { signed, evidence: this.#parties.bankEvidence(bank) });
    return { id, lent, amount };
  }

  /** A bank's tranche, its claims fifty at a time, payment of what is approved; and what is left goes back. */
  async decide(bank: Holder, claims: readonly Claimed[]): Promise<Decided> {
    if (claims.length === 0) return { paid: [], refused: [] };
    const tranche = await this.#openTranche(
      bank,
      claims.reduce((sum, { amount }) => sum + amount, 0n),
    );
    const paid: Claimed[] = [];
    const refused: Claimed[] = [];
    for (let i = 0; i < claims.length; i += AT_ONCE) {
      const decided = await this.#approve(bank, tranche, claims.slice(i, i + AT_ONCE));
      paid.push(...decided.paid);
      refused.push(...decided.refused);
    }
    await inParallel(4, paid, ({ id }) => this.#pay(bank, id));
    const approvals = await this.#revisionOf(tranche);
    await this.#closeTranche(bank, tranche, approvals);
    return { paid, refused };
  }

  /** Where one of many is refused, halves are tried, down to the one that is for something granted already. */
  async #approve(bank: Holder, tranche: TrancheReference, claims: readonly Claimed[]): Promise<Decided> {
    const code = await refusedWith(this.#approveAll(bank, tranche, claims));
    if (code === undefined) return { paid: claims, refused: [] };
    if (code !== 'SUBSIDY_ALREADY_GRANTED') throw new Error(`An approval was refused with ${code}`);
    if (claims.length === 1) {
      await this.#refuse(bank, claims[0]!.id);
      return { paid: [], refused: claims };
    }
    const half = Math.ceil(claims.length / 2);
    const first = await this.#approve(bank, tranche, claims.slice(0, half));
    const second = await this.#approve(bank, tranche, claims.slice(half));
    return { paid: [...first.paid, ...second.paid], refused: [...first.refused, ...second.refused] };
  }

  async #approveAll(bank: Holder, tranche: TrancheReference, claims: readonly Claimed[]): Promise<void> {
    const statement = {
      ...signing(finance),
      kind: 'claims-approval' as const,
      id: random16(),
      tranche,
      claims: claims.map((claim) => ({ id: claim.id, revision: 0, nullifier: this.#nullifier(claim) })),
    };
    const { id, intent } = statement;
    await this.#asOffice(bank, 'approve', { id, intent, tranche }, byTwo(finance, statement));
  }

  #nullifier({ lent: { enterprise, terms } }: Claimed): string {
    return nullifierOf(mac, {
      programme: PROGRAMME,
      enterprise: enterprise.holder.code,
      period: this.#programme.periods[0]!,
      collateral: terms.collateral,
    });
  }

  async #openTranche(bank: Holder, amount: bigint): Promise<TrancheReference> {
    const month = this.#month;
    const pseudonym = tranchePseudonym(mac, { programme: PROGRAMME, bank: bank.code, month });
    const tranche = { programme: PROGRAMME, month, pseudonym };
    const statement = {
      ...signing(finance),
      kind: 'tranche' as const,
      tranche,
      bank: bank.code,
      amount: amount.toString(),
    };
    const { intent } = statement;
    await this.#asOffice(bank, 'openTranche', { intent, tranche }, signedBy(finance, statement));
    return tranche;
  }

  async #closeTranche(bank: Holder, tranche: TrancheReference, revision: number): Promise<void> {
    const statement = { ...signing(finance), kind: 'tranche-close' as const, tranche, revision };
    const { intent } = statement;
    await this.#asOffice(bank, 'closeTranche', { intent, tranche }, signedBy(finance, statement));
  }

  async #revisionOf(tranche: TrancheReference): Promise<number> {
    const { city } = this.#parties.sharing;
    const request = { v: 1, tranche };
    const { answer } = await city.as<{ record: { revision: number } }>(
      this.#clerk,
      'subsidy:getTranche',
      request,
    );
    return answer.record.revision;
  }

  async #refuse(bank: Holder, id: string): Promise<void> {
    await this.#act(bank, id, 'refuse', { revision: 0, reasons: ['duplicate'], text: random32() });
  }

  async #pay(bank: Holder, id: string): Promise<void> {
    const date = new Date().toISOString().slice(0, 10);
    await this.#act(bank, id, 'pay', { revision: 1, payment: random32(), date });
  }

  async #act(bank: Holder, id: string, act: ClaimAct, said: object): Promise<void> {
    const statement = { ...signing(finance), kind: 'claim-act' as const, act, id, ...said };
    const { intent } = statement;
    await this.#asOffice(bank, act, { id, intent }, signedBy(finance, statement));
  }

  #asOffice(bank: Holder, operation: string, request: object, signed: object): Promise<void> {
    return this.#send(operation, request, { signed, evidence: this.#parties.officeEvidence(bank) });
  }

  #send(operation: string, request: object, transient: object): Promise<void> {
    return this.#sender.send(this.#clerk, `subsidy:${operation}`, { v: 1, ...request }, transient);
  }
}

const signing = ({ keyId }: Holder): { v: 1; intent: string; key: string; issuedAt: number } => ({
  v: 1,
  intent: random16(),
  key: keyId,
  issuedAt: clock(),
});
