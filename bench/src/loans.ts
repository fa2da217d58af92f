import { dateOfInstant, generateUscc } from '@hanlian/chaincode/domain';
import type { City } from '@hanlian/gateway/city';
import { createServer } from '@hanlian/gateway/http/server';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { addressSampleCallers } from '@hanlian/gateway/seed/index';
import { pino } from 'pino';
import { inFolder, NO_LIMITS, openSampleCity } from './city.js';
import { made, type SampleCaller, type Visitor } from './demo/client.js';
import { Enterprise, now } from './loans/enterprise.js';
import { Lending, visitorOf } from './loans/lending.js';
import { lastMonths, Subsidy, type Period } from './loans/subsidy.js';
import { inParallel, type Bench, type Figures } from './row.js';

const CODE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000780' });
const AT_ONCE = 16;
const APPLICATIONS = 128;
/** Loans led from their application to their disbursement. */
const LENT = 32;
/** One to warm up. */
const LOANS = 1 + APPLICATIONS + LENT;
const MONTHS = 2;
const QUESTIONS = 20;

/** Loans as an enterprise, a bank and the finance office ask for them at the doors of their hubs. */
export const loans: Bench = {
  rows: [
    {
      id: 'loanApplications',
      work: 'loan applications handed in',
      workload: `POST /v1/loans at the bureau's hub, ${AT_ONCE} at once, ${APPLICATIONS} in all: signed by the enterprise, passed on to the bank's hub, its certificate verified there, papers encrypted and synced, committed by the finance office's hub. Three hubs, a checkpoint a second, and who asks in one process.`,
      unit: '/s',
    },
    {
      id: 'loansLent',
      work: 'loans from application to disbursement',
      workload: `${AT_ONCE} under way at once, ${LENT} in all: the application, a consent, the bank's nine requests (consent bound, application looked up, report pulled and bound, review begun, approval by two, contract, disbursement), each act signed and committed; a pull waits for its checkpoint.`,
      unit: '/s',
    },
    {
      id: 'subsidyClaims',
      work: 'subsidy claims handed in',
      workload: `POST /v1/subsidy/claims at the bank's hub, ${AT_ONCE} at once, ${LENT * MONTHS} in all, of ${MONTHS} months each: the amount computed from the loan's book by the hub and by the contract.`,
      unit: '/s',
    },
    {
      id: 'loanStatistics',
      work: 'statistics of loans',
      workload: `GET /v1/loan-statistics of the year by industry, one after the other, at the bank's hub, over the ${LOANS} loans of the run, once they have been read from the peer.`,
      unit: '/s',
    },
  ],
  run: () =>
    inFolder(async (folder) => {
      const city = await openSampleCity(folder, { HANLIAN_CHECKPOINT_SECONDS: '1' });
      try {
        return await behindDoors(folder, city);
      } finally {
        await city.close();
      }
    }),
};

async function behindDoors(folder: string, city: City): Promise<Figures> {
  const logger = pino({ level: 'silent' });
  const doors = city.hubs.map(({ hub }) => ({
    hub,
    server: createServer(hub.services, { limits: NO_LIMITS, logger }),
  }));
  try {
    const urls = new Map<string, string>();
    for (const { hub, server } of doors) urls.set(hub.name, (await server.listen(0, '127.0.0.1')).url);
    city.meet(urls);
    return await measure(await addressSampleCallers(folder, urls));
  } finally {
    await Promise.all(doors.map(({ server }) => server.close()));
  }
}

async function measure(callers: readonly SampleCaller[]): Promise<Figures> {
  const lending = new Lending(callers, new Enterprise(CODE, '示例食品有限公司'));
  const subsidy = new Subsidy(callers);
  const months = lastMonths(MONTHS);
  const [{ from }] = months as [Period];
  await lending.offer();
  await lending.register();
  await subsidy.announce(months);
  await lend(lending, from);
  const loanApplications = await inParallel(AT_ONCE, times(APPLICATIONS), () => lending.apply());
  const lent: string[] = [];
  const loansLent = await inParallel(AT_ONCE, times(LENT), async () => {
    lent.push(await lend(lending, from));
  });
  const claims = lent.flatMap((loan) => months.map((month) => ({ loan, month })));
  const subsidyClaims = await inParallel(AT_ONCE, claims, ({ loan, month }) => subsidy.claim(loan, month));
  const officer = visitorOf(callers, DEPARTMENTS.bankOne.code, 'officer');
  await count(officer);
  const loanStatistics = await inParallel(1, times(QUESTIONS), () => count(officer));
  return { loanApplications, loansLent, subsidyClaims, loanStatistics };
}

async function lend(lending: Lending, from: string): Promise<string> {
  const loan = await lending.apply();
  await lending.report(loan);
  await lending.review(loan);
  await lending.contract(loan, from);
  await lending.disburse(loan, from);
  return loan;
}

interface Counted {
  readonly total: { readonly applications: number };
}

/** Asks for this year's figures. @throws where they are not all loans of the run */
async function count(officer: Visitor): Promise<void> {
  const year = dateOfInstant(now()).slice(0, 4);
  const path = `/v1/loan-statistics?from=${year}-01-01&until=${year}-12-31&by=industry`;
  const { total } = made(await officer.get(path)) as unknown as Counted;
  if (total.applications !== LOANS) throw new Error(`${total.applications} loans were counted`);
}

const times = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
