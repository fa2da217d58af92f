import { writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Demand, GrantAct, JsonObject, RequestGrant, Resource } from '@hanlian/chaincode/domain';
import { keys } from '@hanlian/chaincode/domain';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { callerEntry, type SampleCaller } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { callerOf } from './answers.js';
import type { Answer, RunningCity } from './city.js';
import { random16, random32 } from './contracts/people.js';

const DAY = 86_400;

export const RESOURCE = '307013/1';
export const PURPOSE = '核验企业主体资格';
export const MATTER = '建筑业企业资质核准';
export const PROVIDER = DEPARTMENTS.market.code;
/** In the provider's own hub, and in another's. */
export const NEIGHBOUR = DEPARTMENTS.housing.code;
export const STRANGER = DEPARTMENTS.audit.code;
/** In whose hub who asks for which; else it is the operator of `operating-city.ts`. */
const REQUESTERS: Readonly<Record<string, readonly [OrganisationName, string]>> = {
  [NEIGHBOUR]: ['bureau', 'housing-clerk'],
  [STRANGER]: ['auditor', 'audit-clerk'],
};
const ITEMS = ['name', 'status', 'capital', 'founded', 'address'];

const resource: Omit<Resource, 'v' | 'revision' | 'intent' | 'tx' | 'txTime'> = {
  code: RESOURCE,
  name: '企业登记信息',
  category: 'base',
  provider: PROVIDER,
  abstract: '企业登记的基本信息',
  format: 3,
  items: ITEMS.map((name) => ({ name, title: name, type: 'text', sensitive: false })),
  share: 'unconditional',
  method: '服务接口',
  open: false,
  updateCycle: 'day',
  publishedAt: '2026-01-05',
  classified: false,
  level: 2,
};

/** An item of the department's demand list. */
export const demandOf = (
  department: string,
): Omit<Demand, 'v' | 'revision' | 'intent' | 'tx' | 'txTime'> => ({
  department,
  id: 'D1',
  matter: MATTER,
  purpose: PURPOSE,
  resource: RESOURCE,
  fields: ITEMS,
  legalBasis: '行政许可法第三十四条',
  frequency: 'realtime',
});

/** Writes where the market department keeps its data, before its hub is opened. */
export async function nameSources(folder: string, settings: object): Promise<void> {
  await mkdir(join(folder, 'bureau'), { recursive: true });
  const file = { v: 1, resources: { [RESOURCE]: settings } };
  await writeFile(join(folder, 'bureau', 'sharing-sources.json'), JSON.stringify(file));
}

/** The same, in a file of records with one enterprise. */
export async function nameRecords(folder: string): Promise<void> {
  const path = join(folder, 'enterprises.jsonl');
  const record = { uscc: '91350100M000100Y43', name: '示例餐饮有限公司', status: '在业', owner: '张三' };
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(record)}\n`);
  await nameSources(folder, { kind: 'file', path, subject: 'uscc' });
}

/** The sample city with a resource that is shared, and departments that ask for it. */
export class SharingCity {
  readonly city: RunningCity;
  readonly agreement = random32();
  readonly #clock: () => number;
  #stranger: SampleCallerKey | undefined;

  /** `clock` as the city's own, in milliseconds. */
  constructor(city: RunningCity, clock: () => number = Date.now) {
    this.city = city;
    this.#clock = clock;
  }

  named(id: string): SampleCallerKey {
    if (id === 'audit-clerk' && this.#stranger !== undefined) return this.#stranger;
    return callerOf(this.city, id);
  }

  async prepare(): Promise<void> {
    const { register } = this.city.hub('bureau').administration;
    const name = { zh: '数据共享协议', en: 'Sharing agreement' };
    const since = this.#now() - 365 * DAY;
    await register('market-clerk', 'registry:putAgreement', { text: this.agreement, name, since });
    await register('market-clerk', 'catalogue:putResources', { entries: [resource] });
    await register('housing-clerk', 'catalogue:putDemands', { entries: [demandOf(NEIGHBOUR)] });
    // The auditor's hub has nobody yet who asks for data.
    this.#stranger = await this.employ('auditor', {
      ...{
        id: 'audit-clerk',
        name: '审计经办',
        role: 'clerk',
        department: DEPARTMENTS.audit,
        person: 'A103',
      },
    });
    await this.#auditor('catalogue:putDemands', { entries: [demandOf(STRANGER)] });
  }

  /** Puts the resource into the catalogue again, as it was but for what is said; one of another code anew. */
  async stand(expectedRevision: number | undefined, more: Partial<Resource> = {}): Promise<void> {
    const entry = { ...resource, ...more, ...(expectedRevision !== undefined && { expectedRevision }) };
    const { register } = this.city.hub('bureau').administration;
    await register('market-clerk', 'catalogue:putResources', { entries: [entry] });
  }

  /** A grant as it was asked for: what is shared unconditionally is granted at once. */
  async grant(more: Partial<RequestGrant> = {}, requester = NEIGHBOUR): Promise<string> {
    const id = random16();
    const facts = {
      id,
      demand: { department: requester, id: 'D1' },
      person: 'OFFICER1',
      kind: 'sharing',
      fields: ['name', 'status'],
      purpose: PURPOSE,
      matter: MATTER,
      basis: { law: '政务数据共享条例', digest: random32() },
      recipients: [requester],
      since: this.#now(),
      until: this.#now() + 30 * DAY,
      quota: { limit: 100_000, per: 'day', lease: 10_000 },
      rate: 1_000_000,
      networks: ['127.0.0.0/8'],
      mode: 'query',
      keepDays: 30,
      agreement: this.agreement,
      ...more,
    };
    const [hub, by] = REQUESTERS[requester] ?? (['bank', 'operator-clerk'] as const);
    await this.city.hub(hub).administration.register(by, 'sharing:requestGrant', facts);
    return id;
  }

  /** An act of the provider on a grant. */
  async act(act: GrantAct | 'decide', id: string, more: JsonObject = {}): Promise<void> {
    const { register, licenses } = this.city.hub('bureau').administration;
    await licenses.caughtUp();
    const record = JSON.parse(licenses.model.get(keys.grant(id))!.value.toString()) as { revision: number };
    await register('market-clerk', `sharing:${act}Grant`, {
      id,
      person: 'OFFICER2',
      basis: { law: '政务数据共享条例', digest: random32() },
      expectedRevision: record.revision,
      ...more,
    });
  }

  ask(grant: string, more: object = {}, by = 'housing-clerk'): Promise<Answer> {
    return this.city.ask(this.named(by), '/v1/sharing/queries', queryOf(grant, more));
  }

  #now(): number {
    return Math.floor(this.#clock() / 1000);
  }

  /** Somebody more at a hub, who has a key to ask with. */
  async employ(organisation: OrganisationName, one: SampleCaller): Promise<SampleCallerKey> {
    const { administration, mspId } = this.city.hub(organisation);
    const { identities, callers } = administration;
    const { id, name, role, department } = one;
    await identities.enrol(id, { role, department: department.code });
    const key = await callers.register(callerEntry(one, mspId));
    return { name, role, organisation, department: department.code, key, url: this.city.url(organisation) };
  }

  #auditor(operation: string, facts: JsonObject | object): Promise<unknown> {
    const { register } = this.city.hub('auditor').administration;
    return register('audit-clerk', operation, facts as JsonObject);
  }
}

export const queryOf = (grant: string, more: object = {}): JsonObject => ({
  id: random16(),
  grant,
  fields: ['name', 'status'],
  purpose: PURPOSE,
  matter: MATTER,
  subject: '91350100M000100Y43',
  reason: '核验申请人的登记状态',
  operator: 'op-17',
  system: '行政审批系统',
  ...more,
});
