import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { RunningCity } from '../../support/city.js';
import type { LoanCity } from '../../support/loan-city.js';
import { exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';
import { lending } from './loans.js';

const PROGRAMME = '/v1/subsidy/programmes/relief-2026';
const BANK = DEPARTMENTS.bankOne.code;
const CLERK = 'finance-clerk';
const OFFICER = 'bank-one-officer';
const PERIOD = { from: '2026-10-01', to: '2026-10-31' };

const programmes = new WeakMap<RunningCity, Promise<LoanCity>>();

/** Banks that lend, and a programme whose first period is over. */
async function prepared(city: Preparation): Promise<LoanCity> {
  const here = await lending(city);
  const programme = { since: '2026-01-01', loansFrom: PERIOD.from, periods: [PERIOD] };
  await city.put(CLERK, PROGRAMME, { ...exampleOf('PUT /v1/subsidy/programmes/{programme}'), ...programme });
  return here;
}

/** What the finance office decides, and what a bank claims. */
export const subsidies = (city: Preparation): Sendings => {
  const ready = (): Promise<LoanCity> => {
    const ready = programmes.get(city.city) ?? prepared(city);
    programmes.set(city.city, ready);
    return ready;
  };
  const inProgramme =
    (more: JsonObject = {}) =>
    (example: JsonObject): JsonObject => ({ ...example, programme: 'relief-2026', ...more });
  const loan = async (): Promise<string> =>
    (await ready()).lent(BANK, { from: PERIOD.from, until: '2027-09-30' });
  const claimed = async (): Promise<string> => {
    const claim = { programme: 'relief-2026', loan: await loan(), period: PERIOD };
    const { id } = await city.ask(OFFICER, '/v1/subsidy/claims', claim);
    return id as string;
  };
  const tranche = async (month: string): Promise<Sending> => {
    await ready();
    return { by: CLERK, body: (example) => ({ ...example, bank: BANK, month }) };
  };
  return {
    'PUT /v1/subsidy/programmes/{programme}': () =>
      Promise.resolve({ by: CLERK, path: '/v1/subsidy/programmes/relief-2027' }),
    'POST /v1/subsidy/programmes/{programme}/tranches': async () => ({
      ...(await tranche('2026-11')),
      path: `${PROGRAMME}/tranches`,
    }),
    'POST /v1/subsidy/programmes/{programme}/tranches/close': async () => {
      const sending = await tranche('2026-12');
      await city.ask(CLERK, `${PROGRAMME}/tranches`, { bank: BANK, month: '2026-12', amount: '1' });
      return { ...sending, path: `${PROGRAMME}/tranches/close` };
    },
    'POST /v1/subsidy/claims': async () => {
      const body = inProgramme({ loan: await loan(), period: PERIOD });
      return { by: OFFICER, hub: 'bank', body };
    },
    'POST /v1/subsidy/claims/{id}/acts': async () => ({
      by: CLERK,
      path: `/v1/subsidy/claims/${await claimed()}/acts`,
    }),
    'POST /v1/subsidy/approvals': async () => {
      const body = inProgramme({ bank: BANK, claims: [await claimed()] });
      return { by: CLERK, body };
    },
  };
};
