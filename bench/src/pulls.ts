import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  addDays,
  dateOfInstant,
  generateUscc,
  HanlianError,
  sharingBytes,
  type ConsentStatement,
} from '@hanlian/chaincode/domain';
import type { City } from '@hanlian/gateway/city';
import type { Hub } from '@hanlian/gateway/hub-types';
import { createServer } from '@hanlian/gateway/http/server';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { Caller } from '@hanlian/gateway/services/types';
import { bureauOf, hubOf, inFolder, openSampleCity } from './city.js';
import { inTurn, type Bench, type Figure } from './row.js';
import { CLERK } from './sample.js';

const ENTERPRISE = generateUscc({ department: '9', kind: '1', region: '420100', organisation: '00000778' });
const ENTRIES = 20;
/** As many consents, each with one pull under way. */
const AT_ONCE = 32;
const DAY = 86_400;
/** Nothing is published yet, or not what was written last. */
const UNPROVEN: ReadonlySet<string> = new Set(['CHECKPOINT_UNKNOWN', 'LOG_PENDING']);
const PURPOSE = 'loan-review';
const FIELDS = ['registration', 'penalty'];

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
    const asked = { purpose: PURPOSE, fields: FIELDS, application: random(32) };
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
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [key, agreement] = [random(32), random(32)];
  await register('registrar', 'registry:bindHolderKey', {
    id: key,
    holder: {
      kind: 'organisation',
      code: ENTERPRISE,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
    },
    evidence: { kind: 'certificate', digest: key },
    since: now() - 2 * DAY,
  });
  await register('registrar', 'registry:putAgreement', {
    text: agreement,
    name: { zh: '企业征信授权书', en: 'Consent form' },
    since: now() - 2 * DAY,
  });
  await hub.services.credit.publish(clerk, { entries: [registration] }, onceOf());
  await hub.services.credit.publish(clerk, { entries: penalties() }, onceOf());
  return inTurn(Array.from({ length: AT_ONCE }), () => give(hub, { key, agreement, privateKey }));
}

async function give(
  hub: Hub,
  { key, agreement, privateKey }: { key: string; agreement: string; privateKey: KeyObject },
): Promise<string> {
  const statement: ConsentStatement = {
    ...{ v: 1, kind: 'consent', id: random(16), intent: random(16) },
    ...{ holder: ENTERPRISE, holderKey: key, agreement },
    ...{ provider: DEPARTMENTS.credit.code, recipient: DEPARTMENTS.bankOne.code },
    ...{ purpose: PURPOSE, fields: FIELDS, keepDays: 1825 },
    ...{ since: now() - DAY, until: now() + 30 * DAY, issuedAt: now() },
    pulls: { limit: 10_000, per: 'term' },
  };
  const signature = sign('sha256', sharingBytes(statement), privateKey).toString('base64url');
  await settled(() => hub.services.consents.give({ statement, signature }));
  return statement.id;
}

/** A key that was bound a moment ago must first stand under a cosigned checkpoint. */
async function settled(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof HanlianError) || !UNPROVEN.has(error.code)) throw error;
      await pause(100);
    }
  }
}

const authority = DEPARTMENTS.market.name.zh;
const subjectName = '示例餐饮有限公司';

const registration = {
  subject: ENTERPRISE,
  category: 'registration' as const,
  document: '登记〔2020〕0078号',
  decidedAt: '2020-05-06',
  fields: { subjectName, kind: '有限责任公司', authority },
};

const penalties = (): Parameters<Hub['services']['credit']['publish']>[1]['entries'] =>
  Array.from({ length: ENTRIES - 1 }, (_, i) => ({
    subject: ENTERPRISE,
    category: 'penalty' as const,
    document: `示例市监罚〔2026〕${i + 1}号`,
    decidedAt: addDays(dateOfInstant(now()), -1),
    severity: 'general' as const,
    fields: {
      ...{ subjectName, conduct: '经营超过保质期的食品', facts: '货架上有三袋超过保质期的糕点' },
      ...{ legalBasis: '食品安全法第一百二十四条', kind: '罚款', content: '罚款二千元', authority },
    },
  }));

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);
const onceOf = (): { key: string; bodyDigest: string } => {
  const key = random(16);
  return { key, bodyDigest: key };
};
