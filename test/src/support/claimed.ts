import { addDays, addMonths, dateOfInstant, type JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { made } from './answers.js';
import type { LoanCity } from './loan-city.js';
import { allLevel } from './level.js';

/** The month before that of an instant, whose subsidies can be claimed then. */
export function lastMonth(at: number): { readonly from: string; readonly to: string } {
  const first = `${dateOfInstant(at).slice(0, 7)}-01`;
  return { from: addMonths(first, -1), to: addDays(first, -1) };
}

/** A programme for the month before this one. */
export const reliefFor = (period: { readonly from: string; readonly to: string }): JsonObject => ({
  since: '2026-01-01',
  name: { zh: '纾困贷款贴息', en: 'Relief loans' },
  source: { zh: '财政局通知', en: 'Notice' },
  currency: 'CNY',
  rate: 200,
  yearDays: 360,
  cap: '10000000',
  budget: '1000000',
  industries: ['C'],
  districts: ['420102'],
  loansFrom: period.from,
  periods: [period],
});

/** A claim of the second bank, and an approval that waits for the second person. */
export async function claimedIn(here: LoanCity): Promise<{ claim: string; approval: string }> {
  const period = lastMonth(Math.floor(Date.now() / 1000));
  const bank = DEPARTMENTS.bankTwo.code;
  const { city } = here;
  const clerk = here.named('finance-clerk');
  made(await city.put(clerk, '/v1/subsidy/programmes/relief', reliefFor(period)));
  const loan = await here.lent(bank, { from: period.from, until: addMonths(period.from, 12) });
  await allLevel(city);
  const claim = { programme: 'relief', loan, period };
  const { id } = made(await city.ask(here.named('bank-two-officer'), '/v1/subsidy/claims', claim));
  await allLevel(city);
  const proposal = { programme: 'relief', bank, claims: [id as string] };
  const { id: approval } = made(await city.ask(clerk, '/v1/subsidy/approvals', proposal));
  return { claim: id as string, approval: approval as string };
}
