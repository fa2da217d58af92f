import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  keyPrefixes,
  keys,
  rangeOf,
  type Grant,
  type GrantQuota,
  type JsonObject,
  type Query,
} from '@hanlian/chaincode/domain';
import { pino } from 'pino';
import { HolderKeys } from '@hanlian/gateway/documents/holder-keys';
import { Documents } from '@hanlian/gateway/documents/documents';
import type { ExchangeKeys } from '@hanlian/gateway/exchange/keys';
import type { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { KnownSurroundings } from '@hanlian/gateway/services/grants/surroundings';
import { RegistryView } from '@hanlian/gateway/services/registry-view';
import { Boxes } from '@hanlian/gateway/sharing/boxes';
import { Chains } from '@hanlian/gateway/sharing/chains';
import { Leases } from '@hanlian/gateway/sharing/leases';
import { Onward } from '@hanlian/gateway/sharing/onward';
import { Openings } from '@hanlian/gateway/sharing/openings';
import { Rates } from '@hanlian/gateway/sharing/rates';
import { Receipts } from '@hanlian/gateway/sharing/receipts';
import { Release } from '@hanlian/gateway/sharing/release';
import { Sources } from '@hanlian/gateway/sharing/sources/index';
import { Views } from '@hanlian/gateway/sharing/views';
import { Closing } from '@hanlian/gateway/storage/closing';
import { readFileIfPresent } from '@hanlian/gateway/storage/files';
import { openPrimary } from '@hanlian/gateway/storage/primary';
import { random16 } from '../../support/contracts/people.js';
import { MATTER, NEIGHBOUR, PROVIDER, PURPOSE, RESOURCE, STRANGER } from '../../support/sharing-city.js';

const DIGEST = 'A'.repeat(43);
export const GRANT = 'A'.repeat(22);
export const SUBJECT = '91350100M000100Y43';
const realNow = (): number => Math.floor(Date.now() / 1000);

const grant: Grant = {
  v: 1,
  id: GRANT,
  demand: { department: NEIGHBOUR, id: 'D1' },
  requester: NEIGHBOUR,
  provider: PROVIDER,
  resource: RESOURCE,
  resourceRevision: 0,
  kind: 'operation',
  fields: ['name', 'status'],
  purpose: PURPOSE,
  matter: MATTER,
  basis: { law: '政务数据共享条例', digest: DIGEST },
  recipients: [NEIGHBOUR],
  onwardRecipients: [STRANGER],
  since: 0,
  until: 4_000_000_000,
  quota: { limit: 1_000_000, per: 'term', lease: 1_000_000 },
  rate: 1_000_000,
  networks: ['127.0.0.0/8'],
  mode: 'query',
  keepDays: 30,
  agreement: DIGEST,
  visibility: { class: 'now', rule: { name: 'sharing-grants', since: 0, clause: '1' } },
  state: 'granted',
  waiting: null,
  decisions: [{ act: 'request', by: NEIGHBOUR, person: 'OFFICER1', tx: DIGEST, txTime: 0 }],
  revision: 0,
  intent: GRANT,
  tx: DIGEST,
  txTime: 0,
};

/** The ledger as a provider's hub knows it, standing still: a resource, one grant, and of each day's quota all in one lease. */
function ledgerOf(quota: GrantQuota): ReadModel {
  const standing: Readonly<Record<string, object>> = {
    [keys.resource(RESOURCE)]: { v: 1, code: RESOURCE },
    [keys.grant(GRANT)]: { ...grant, quota },
  };
  const lease = { v: 1, grant: GRANT, index: 1, size: quota.limit };
  const leases = rangeOf(keyPrefixes.lease).start;
  const get = (key: string): object | undefined => {
    const record = key.startsWith(leases) ? lease : standing[key];
    return record && { value: Buffer.from(JSON.stringify(record)) };
  };
  return {
    position: { block: 7, index: 0 },
    get,
    range: () => Promise.resolve([]),
  } as unknown as ReadModel;
}

/** A department's exchange key, kept in the open for this test. */
async function exchangeKeys(folder: string): Promise<ExchangeKeys> {
  const file = join(folder, 'key.pem');
  if ((await readFileIfPresent(file)) === undefined) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  }
  const key = createPrivateKey((await readFileIfPresent(file)) as string);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url');
  return {
    of: () => Promise.resolve({ id: DIGEST, publicKey }),
    sign: (_department: string, bytes: Uint8Array) =>
      Promise.resolve(sign('sha256', bytes, key).toString('base64url')),
  } as unknown as ExchangeKeys;
}

/** What of a hub gives data away, and products made of it: its departments are provider and operator, on its own stores. */
export interface Provider {
  readonly receipts: Receipts;
  readonly release: Release;
  readonly onward: Onward['service'];
  readonly keys: ExchangeKeys;
  close(): Promise<void>;
}

interface ProviderOptions {
  /** Seconds since 1970. */
  readonly now?: () => number;
  readonly quota?: GrantQuota;
  readonly sources?: Sources;
}

export async function openProvider(
  folder: string,
  { now = realNow, quota = grant.quota, sources: told }: ProviderOptions = {},
): Promise<Provider> {
  const model = ledgerOf(quota);
  const closing = new Closing();
  const { store, writer } = await openPrimary(join(folder, 'store'), closing);
  const holderKeys = closing.add(await HolderKeys.open(folder, { text: 'of this test alone', drawn: true }));
  const boxes = new Boxes(holderKeys.keyFor('receipts'));
  const own = await exchangeKeys(folder);
  const documents = new Documents(store, holderKeys);
  const openings = new Openings({ documents, holderKeys, store, writer, now });
  const chains = closing.add(new Chains({ store, writer, boxes, keys: own, now }));
  const receipts = new Receipts({ store, writer, boxes, chains, openings });
  const caughtUp = (): Promise<void> => Promise.resolve();
  const views = new Views({ model, caughtUp, now });
  const registry = new RegistryView(model);
  const surroundings = new KnownSurroundings({ registry, model });
  const ledger = { registry, model, surroundings, views, now };
  const release = new Release({
    ...ledger,
    speakers: { of: () => Promise.reject(new Error('nobody is asked')) },
    receipts,
    sources: told ?? closing.add(await Sources.open(folder)),
    rates: new Rates(),
    logger: pino({ level: 'silent' }),
    leases: new Leases({
      model,
      store,
      caughtUp,
      isOurs: () => true,
      random: () => Buffer.alloc(16),
      take: () => Promise.reject(new Error('one lease is enough')),
    }),
    saltKey: holderKeys.keyFor('salts of released data'),
  });
  const onward = new Onward({
    ...ledger,
    ...{ store, writer, boxes, receipts, keys: own },
    speakers: { stands: () => true },
    told: { hear: () => Promise.reject(new Error('nobody is told')), put: () => [], send: () => undefined },
    received: { find: () => undefined, acknowledged: () => Promise.reject(new Error('nobody is elsewhere')) },
  });
  return { receipts, release, onward: onward.service, keys: own, close: () => closing.close() };
}

/** Puts down what the provider's source is: a file with one record. */
export async function nameRecord(folder: string): Promise<void> {
  const path = join(folder, 'records.jsonl');
  await writeFile(
    path,
    `${JSON.stringify({ uscc: SUBJECT, name: '示例公司', status: '在业', owner: '张三' })}\n`,
  );
  const source = { kind: 'file', path, subject: 'uscc' };
  const file: JsonObject = { v: 1, resources: { [RESOURCE]: source } };
  await writeFile(join(folder, 'sharing-sources.json'), JSON.stringify(file));
}

/** A product of that query, as the operator's clerk puts it on record. */
export const productOf = (query: string): Parameters<Onward['service']['handOn']>[1] => ({
  id: random16(),
  grant: GRANT,
  recipient: STRANGER,
  queries: [query],
  fields: ['name'],
  product: DIGEST,
});

/** A query as a requester's hub hands it in, with a signature that is not looked at again. */
export function queryFor(): Parameters<Release['answer']>[0] {
  const opened = (value: string): { value: string; salt: string } => ({ value, salt: random16() });
  const query: Query = {
    v: 1,
    kind: 'query',
    id: random16(),
    grant: GRANT,
    requester: NEIGHBOUR,
    key: DIGEST,
    provider: PROVIDER,
    resource: RESOURCE,
    fields: ['name', 'status'],
    purpose: PURPOSE,
    matter: MATTER,
    subject: DIGEST,
    reason: DIGEST,
    operator: 'op-17',
    system: '审批系统',
    issuedAt: realNow(),
  };
  return {
    v: 1,
    asked: { query, signature: 'A'.repeat(96) },
    opening: { subject: opened(SUBJECT), reason: opened('核验') },
  };
}
