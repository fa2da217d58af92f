import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { City } from '@hanlian/gateway/city';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { SHARING_AGREEMENT } from '@hanlian/gateway/seed/sharing-rules';
import { bureauOf } from './city.js';

const DAY = 86_400;
const RESOURCE = '307013/1';
const SUBJECT = '91350100M000100Y43';
export const PROVIDER = DEPARTMENTS.market.code;
export const REQUESTER = DEPARTMENTS.housing.code;
const WORDS = { purpose: '核验企业主体资格', matter: '建筑业企业资质核准' };
const FIELDS = ['name', 'status'];
export const random16 = (): string => randomBytes(16).toString('base64url');

/** A query under a grant, another one each time. */
export const queryUnder = (grant: string) =>
  ({
    ...{ id: random16(), grant, fields: [...FIELDS], ...WORDS, subject: SUBJECT, reason: '核验' },
    ...{ operator: 'op-17', system: '行政审批系统' },
  }) as const;

/** Writes where the provider keeps its data, before its hub is opened. */
export async function nameSource(folder: string): Promise<void> {
  const path = join(folder, 'enterprises.jsonl');
  await mkdir(join(folder, 'bureau'), { recursive: true });
  await writeFile(path, JSON.stringify({ uscc: SUBJECT, name: '示例餐饮有限公司', status: '在业' }));
  const resources = { [RESOURCE]: { kind: 'file', path, subject: 'uscc' } };
  await writeFile(join(folder, 'bureau', 'sharing-sources.json'), JSON.stringify({ v: 1, resources }));
}

/** What must stand on the ledger before anybody may ask; gives the grant. */
export async function granted(city: City): Promise<string> {
  const { register, licenses } = bureauOf(city).administration;
  const since = licenses.now();
  const law = '行政许可法第三十四条';
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
  const id = random16();
  await register('housing-clerk', 'sharing:requestGrant', {
    ...{ id, demand: list, person: 'OFFICER1', kind: 'sharing', fields: FIELDS, ...WORDS },
    ...{
      basis: { law, digest: SHARING_AGREEMENT.text },
      recipients: [REQUESTER],
      since,
      until: since + 30 * DAY,
    },
    ...{ quota: { limit: 10_000_000, per: 'term', lease: 1_000_000 }, rate: 1_000_000 },
    ...{ networks: ['127.0.0.0/8'], mode: 'query', keepDays: 30, agreement: SHARING_AGREEMENT.text },
  });
  return id;
}
