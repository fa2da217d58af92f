import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { City } from '@hanlian/gateway/city';
import { callerEntry, CALLERS } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { bureauOf, inFolder, openSampleCity } from './city.js';
import type { Bench, Figure } from './row.js';

const AT_ONCE = 64;
const DAY = 86_400;
const RESOURCE = '307013/1';
const SUBJECT = '91350100M000100Y43';
const PROVIDER = DEPARTMENTS.market.code;
const REQUESTER = DEPARTMENTS.housing.code;
const WORDS = { purpose: '核验企业主体资格', matter: '建筑业企业资质核准' };
const FIELDS = ['name', 'status'];
const ADDRESS = '127.0.0.1';
const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const digest = (): string => Buffer.from(randomBytes(32)).toString('base64url');

/** Data of one department asked for by another of the same hub, under a grant. */
export const sharing: Bench = {
  rows: [
    {
      id: 'sharedQueries',
      work: 'queries answered under a grant',
      workload: `${AT_ONCE} at a time, below HTTP: the query signed; its record, chained and signed, and its personal part, encrypted, synced; the grant looked at as the ledger has it, before and after the source, a file in memory; the release record synced with its use of a lease; the acknowledgement signed and synced.`,
      unit: '/s',
    },
    {
      id: 'sharedQueriesAlone',
      work: 'the same, one after the other',
      workload: 'Three syncs each, shared with nobody.',
      unit: '/s',
    },
  ],
  run: ({ seconds }) =>
    inFolder(async (folder) => {
      await nameSource(folder);
      const city = await openSampleCity(folder);
      try {
        const grant = await granted(city);
        return {
          sharedQueries: await ask(city, grant, AT_ONCE, seconds),
          sharedQueriesAlone: await ask(city, grant, 1, seconds),
        };
      } finally {
        await city.close();
      }
    }),
};

async function nameSource(folder: string): Promise<void> {
  const path = join(folder, 'enterprises.jsonl');
  await mkdir(join(folder, 'bureau'), { recursive: true });
  await writeFile(path, JSON.stringify({ uscc: SUBJECT, name: '示例餐饮有限公司', status: '在业' }));
  const resources = { [RESOURCE]: { kind: 'file', path, subject: 'uscc' } };
  await writeFile(join(folder, 'bureau', 'sharing-sources.json'), JSON.stringify({ v: 1, resources }));
}

/** What must stand on the ledger before anybody may ask; gives the grant. */
async function granted(city: City): Promise<string> {
  const { register, licenses } = bureauOf(city).administration;
  const since = licenses.now();
  const agreement = digest();
  const law = '行政许可法第三十四条';
  const name = { zh: '数据共享协议', en: 'Sharing agreement' };
  await register('market-clerk', 'registry:putAgreement', { text: agreement, name, since: since - DAY });
  const resource: JsonObject = {
    ...{ code: RESOURCE, name: '企业登记信息', category: 'base', provider: PROVIDER, abstract: '企业登记' },
    ...{ format: 3, share: 'unconditional', method: '服务接口', open: false, updateCycle: 'day' },
    ...{ publishedAt: '2026-01-05', classified: false, level: 2 },
    items: FIELDS.map((item) => ({ name: item, title: item, type: 'text', sensitive: false })),
  };
  await register('market-clerk', 'catalogue:putResources', { entries: [resource] });
  const list = { department: REQUESTER, id: 'D1' };
  const demand = { ...list, ...WORDS, resource: RESOURCE, fields: FIELDS };
  const need = { ...demand, legalBasis: law, frequency: 'realtime' };
  await register('housing-clerk', 'catalogue:putDemands', { entries: [need] });
  const id = random(16);
  await register('housing-clerk', 'sharing:requestGrant', {
    ...{ id, demand: list, person: 'OFFICER1', kind: 'sharing', fields: FIELDS, ...WORDS },
    ...{ basis: { law, digest: digest() }, recipients: [REQUESTER], since, until: since + 30 * DAY },
    ...{ quota: { limit: 10_000_000, per: 'term', lease: 1_000_000 }, rate: 1_000_000 },
    ...{ networks: ['127.0.0.0/8'], mode: 'query', keepDays: 30, agreement },
  });
  return id;
}

async function ask(city: City, grant: string, atOnce: number, seconds: number): Promise<Figure> {
  const hub = bureauOf(city);
  const clerk = CALLERS.find(({ id }) => id === 'housing-clerk');
  if (clerk === undefined) throw new Error('nobody to ask');
  const caller = { ...callerEntry(clerk, hub.mspId), scopes: new Set<never>() };
  const input = { grant, fields: [...FIELDS], ...WORDS, subject: SUBJECT, reason: '核验' };
  const who = { operator: 'op-17', system: '行政审批系统' };
  const took: number[] = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const begun = performance.now();
      await hub.services.queries.ask(caller, { id: random(16), ...input, ...who }, ADDRESS);
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const passed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  took.sort((a, b) => a - b);
  return {
    value: took.length / passed,
    p50: took[Math.floor(took.length / 2)] ?? 0,
    p99: took[Math.floor(took.length * 0.99)] ?? 0,
    cpuMicroseconds: (user + system) / took.length,
  };
}
