import { addDays, addMonths, dateOfInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { made, type Visitor, type SampleCaller } from '../demo/client.js';
import { BANK, now, random } from './enterprise.js';
import { post, put, visitorOf } from './lending.js';

/** The days of a month whose subsidy is claimed after its end. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The last full months, the oldest first. */
export function lastMonths(count: number): Period[] {
  const first = `${dateOfInstant(now()).slice(0, 7)}-01`;
  return Array.from({ length: count }, (_, i) => ({
    from: addMonths(first, i - count),
    to: addDays(addMonths(first, i - count + 1), -1),
  }));
}

/** The finance office's programme, and the bank that claims from it. */
export class Subsidy {
  readonly #clerk: Visitor;
  readonly #reviewer: Visitor;
  readonly #bank: Visitor;
  readonly #name = `relief-${random(3).replaceAll(/[-_]/g, '0').toLowerCase()}`;

  constructor(callers: readonly SampleCaller[]) {
    this.#clerk = visitorOf(callers, DEPARTMENTS.finance.code, 'clerk');
    this.#reviewer = visitorOf(callers, DEPARTMENTS.finance.code, 'clerk', 1);
    this.#bank = visitorOf(callers, BANK, 'officer');
  }

  /** Two points of interest on loans of these months, and the bank's part of the budget. */
  async announce(periods: readonly Period[]): Promise<void> {
    const path = `/v1/subsidy/programmes/${this.#name}`;
    await put(this.#clerk, path, {
      name: { zh: '纾困贷款贴息', en: 'Relief loans' },
      source: { zh: '财政局通知', en: 'Notice' },
      ...{ since: '2026-01-01', currency: 'CNY', rate: 200, yearDays: 360 },
      ...{ cap: '10000000', budget: '1000000000', industries: ['C'], districts: ['420102'] },
      loansFrom: periods[0]?.from ?? '',
      periods: periods.map(({ from, to }) => ({ from, to })),
    });
    const month = dateOfInstant(now()).slice(0, 7);
    await post(this.#clerk, `${path}/tranches`, { bank: BANK, month, amount: '200000000' });
  }

  /** Gives the claim's identifier. */
  async claim(loan: string, { from, to }: Period): Promise<string> {
    const claim = { programme: this.#name, loan, period: { from, to } };
    const { id } = await post(this.#bank, '/v1/subsidy/claims', claim);
    return id as string;
  }

  /** One person of the office proposes, another confirms. */
  async approve(claim: string): Promise<void> {
    const proposal = { programme: this.#name, bank: BANK, claims: [claim] };
    const { id } = await post(this.#clerk, '/v1/subsidy/approvals', proposal);
    await post(this.#reviewer, `/v1/subsidy/approvals/${id as string}/confirm`, {});
  }

  async pay(claim: string): Promise<void> {
    const { revision } = await this.look(claim);
    await post(this.#clerk, `/v1/subsidy/claims/${claim}/acts`, {
      ...{ act: 'pay', date: dateOfInstant(now()), payment: '国库支付 8 号' },
      expectedRevision: revision as number,
    });
  }

  async look(claim: string): Promise<JsonObject> {
    return made(await this.#clerk.get(`/v1/subsidy/claims/${claim}`));
  }
}
