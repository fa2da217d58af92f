import { addDays, dateOfInstant, generateUscc } from '@hanlian/chaincode/domain';
import type { City } from '@hanlian/gateway/city';
import type { Hub } from '@hanlian/gateway/hub-types';
import { createServer } from '@hanlian/gateway/http/server';
import type { Caller } from '@hanlian/gateway/services/types';
import { bureauOf, hubOf, inFolder, openSampleCity } from './city.js';
import { whenCovered } from './demo/client.js';
import { Enterprise, now, random, REPORT } from './loans/enterprise.js';
import { inTurn, type Bench, type Figure } from './row.js';
import { CLERK } from './sample.js';

const CODE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000778' });
const ENTERPRISE = new Enterprise(CODE, '示例餐饮有限公司');
const ENTRIES = 20;
/** As many consents, each with one pull under way. */
const AT_ONCE = 32;
const DAY = 86_400;
/** Nothing is published yet, or not what was written last. */
const UNPROVEN: ReadonlySet<string> = new Set(['CHECKPOINT_UNKNOWN', 'LOG_PENDING']);

/** Reports as a bank's hub gets them from the credit office's. */
export const pulls: Bench = {
  rows: [
    {
      id: 'reportPulls',
      work: 'credit reports pulled by a bank',
      workload: `Through the bank's hub, ${AT_ONCE} at a time under as many consents: the pull signed and synced, a signed letter over HTTP on loopback, its slot taken on the ledger with proofs of the keys, the wait for a cosigned checkpoint that has the pull in it (one a second), a report of ${ENTRIES} entries with its proofs made, sealed, encrypted and synced, the signed reply checked, encrypted and synced. Three hubs in one process.`,
      unit: '/s',
    },
  ],
  run: ({ seconds }) =>
    inFolder(async (folder) => {
      const city = await openSampleCity(folder, { HANLIAN_CHECKPOINT_SECONDS: '1' });
      try {
        return { reportPulls: await inCity(city, seconds) };
      } finally {
        await city.close();
      }
    }),
};

async function inCity(city: City, seconds: number): Promise<Figure> {
  const servers = city.hubs.map(({ hub }) => ({ hub, server: createServer(hub.services) }));
  try {
    const urls = await Promise.all(
      servers.map(async ({ hub, server }) => [hub.name, (await server.listen(0, '127.0.0.1')).url] as const),
    );
    city.meet(new Map(urls));
    return await pullAll(city, seconds);
  } finally {
    await Promise.all(servers.map(({ server }) => server.close()));
  }
}

async function pullAll(city: City, seconds: number): Promise<Figure> {
  const consents = await prepare(bureauOf(city));
  const bank = hubOf(city, 'bank');
  const officer = bank.administration.callers.find('bank-one-officer') as Caller;
  const pull = async (consent: string): Promise<number> => {
    const started = performance.now();
    const asked = { ...REPORT, application: random(32) };
    await bank.services.exchange.pull(officer, consent, asked, onceOf());
    return performance.now() - started;
  };
  await Promise.all(consents.map(pull));
  const cpu = process.cpuUsage();
  const started = performance.now();
  const taken = await Promise.all(
    consents.map(async (consent) => {
      const times: number[] = [];
      do times.push(await pull(consent));
      while (performance.now() - started < seconds * 1000);
      return times;
    }),
  );
  const times = taken.flat().sort((a, b) => a - b);
  const { user, system } = process.cpuUsage(cpu);
  return {
    value: times.length / ((performance.now() - started) / 1000),
    p50: times[Math.floor(times.length * 0.5)] as number,
    p99: times[Math.floor(times.length * 0.99)] as number,
    cpuMicroseconds: (user + system) / times.length,
  };
}

/** An enterprise with a record, its key bound, and the consents it gave. */
async function prepare(hub: Hub): Promise<string[]> {
  const { callers, register } = hub.administration;
  const clerk = callers.find(CLERK) as Caller;
  const agreement = random(32);
  const since = now() - 2 * DAY;
  await register('registrar', 'registry:bindHolderKey', {
    id: ENTERPRISE.key,
    ...ENTERPRISE.binding(),
    since,
  });
  await register('registrar', 'registry:putAgreement', {
    text: agreement,
    name: { zh: '企业征信授权书', en: 'Consent form' },
    since,
  });
  await hub.services.credit.publish(clerk, { entries: [ENTERPRISE.registration()] }, onceOf());
  const decidedAt = addDays(dateOfInstant(now()), -1);
  const penalties = Array.from({ length: ENTRIES - 1 }, (_, i) =>
    ENTERPRISE.penalty({ document: `示例市监罚〔2026〕${i + 1}号`, decidedAt }),
  );
  await hub.services.credit.publish(clerk, { entries: penalties }, onceOf());
  return inTurn(Array.from({ length: AT_ONCE }), () => give(hub, agreement));
}

async function give(hub: Hub, agreement: string): Promise<string> {
  const signed = ENTERPRISE.consent(agreement, 10_000);
  // A key that was bound a moment ago must first stand under a cosigned checkpoint.
  await whenCovered(() => hub.services.consents.give(signed), UNPROVEN);
  return signed.statement.id;
}

const onceOf = (): { key: string; bodyDigest: string } => {
  const key = random(16);
  return { key, bodyDigest: key };
};
