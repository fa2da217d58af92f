import {
  dateOfInstant,
  generateUscc,
  keys,
  type Demand,
  type Grant,
  type GrantWritten,
  type Negative,
  type RequestGrant,
  type Resource,
} from '@hanlian/chaincode/domain';
import { SHARING_RULE_SETS } from '@hanlian/gateway/seed/sharing-rules';
import type { Identity } from '@hanlian/gateway/ledger/port';
import {
  BANK,
  bilingual,
  change,
  city,
  DAY,
  departmentFacts,
  HOUSING,
  LAST_YEAR,
  MARKET,
  NOW,
  UNACCREDITED,
  type City,
} from './city.js';
import type { Committed } from './ledger.js';
import { identityOf, random16, random32 } from './people.js';

/** Who has the data, who asks for it, and who has nothing to do with either. */
export const PROVIDER = MARKET;
export const REQUESTER = HOUSING;
export const STRANGER = UNACCREDITED;
export const BUREAU = generateUscc({
  department: '1',
  kind: '1',
  region: '420100',
  organisation: '00000011',
});
export const OPERATOR = generateUscc({
  department: '9',
  kind: '1',
  region: '420100',
  organisation: '00000012',
});
export const AGREEMENT = random32();

export const RESOURCE = '307001/1';
/** Every field of the resource, and what the demand names of them. */
export const ITEMS = ['name', 'uscc', 'capital', 'address.district', 'owner'];
export const DEMANDED = ['name', 'uscc', 'address'];
export const PURPOSE = '核验企业主体资格';
export const MATTER = '建筑业企业资质核准';

export const clerk = (department: string): Promise<Identity> => identityOf('BureauMSP', 'clerk', department);
export const registrar = (): Promise<Identity> => identityOf('BureauMSP', 'registrar', BUREAU);
export const operator = (): Promise<Identity> => identityOf('BankMSP', 'clerk', OPERATOR);
export const officer = (): Promise<Identity> => identityOf('BankMSP', 'officer', BANK);

const provenance = (): { revision: number; intent: string; tx: string; txTime: number } => ({
  revision: 0,
  intent: random16(),
  tx: random32(),
  txTime: LAST_YEAR,
});

export const resourceOf = (more: Partial<Resource> = {}): Resource => ({
  v: 1,
  code: RESOURCE,
  name: '企业登记信息',
  category: 'base',
  provider: PROVIDER,
  abstract: '企业登记的基本信息',
  format: 3,
  items: [...new Set(ITEMS.map((name) => name.split('.')[0]!))].map((name) => ({
    name,
    title: name,
    type: 'text',
    sensitive: false,
  })),
  share: 'conditional',
  condition: '用于行政审批',
  method: '服务接口',
  open: false,
  updateCycle: 'day',
  publishedAt: '2025-11-20',
  classified: false,
  level: 2,
  ...provenance(),
  ...more,
});

export const demandOf = (more: Partial<Demand> = {}): Demand => ({
  v: 1,
  department: REQUESTER,
  id: 'D1',
  matter: MATTER,
  purpose: PURPOSE,
  resource: RESOURCE,
  fields: DEMANDED,
  legalBasis: '行政许可法第三十四条',
  frequency: 'realtime',
  ...provenance(),
  ...more,
});

export const negativeOf = (more: Partial<Negative> = {}): Negative => ({
  v: 1,
  department: PROVIDER,
  id: 'N1',
  resource: RESOURCE,
  law: '个人信息保护法第二十八条',
  until: dateOfInstant(NOW + 30 * DAY),
  ...provenance(),
  ...more,
});

export const basis = (): { law: string; digest: string } => ({
  law: '政务数据共享条例',
  digest: random32(),
});

/** A request as the law has it, but for what a test says. */
export const requestOf = (more: Partial<RequestGrant> = {}): RequestGrant => ({
  v: 1,
  intent: random16(),
  id: random16(),
  demand: { department: REQUESTER, id: 'D1' },
  person: 'OFFICER1',
  kind: 'sharing',
  fields: ['name', 'uscc'],
  purpose: PURPOSE,
  matter: MATTER,
  basis: basis(),
  recipients: [REQUESTER],
  since: NOW,
  until: NOW + 365 * DAY,
  quota: { limit: 1000, per: 'day', lease: 300 },
  rate: 600,
  networks: ['10.1.0.0/16'],
  mode: 'query',
  keepDays: 30,
  agreement: AGREEMENT,
  ...more,
});

/** Departments that share, a catalogue with one resource, a demand for it, and the rules. */
export class GrantCity {
  readonly city: City;

  constructor(here: City) {
    this.city = here;
  }

  fork(): GrantCity {
    return new GrantCity(this.city.fork());
  }

  get now(): number {
    return this.city.now;
  }

  set now(at: number) {
    this.city.now = at;
  }

  /** An entry of the catalogue as it stands on the ledger. */
  put(entry: Resource | Demand | Negative): void {
    const { state } = this.city.ledger;
    state.set(keyOf(entry), JSON.stringify(entry));
  }

  grant(id: string): Grant {
    return this.city.ledger.record(keys.grant(id)) as Grant;
  }

  ask(request: RequestGrant, by = clerk(request.demand.department)): Promise<Committed<GrantWritten>> {
    return this.city.as(by, 'sharing:requestGrant', request);
  }

  /** An act on a grant as it stands; by its provider unless said otherwise. */
  act(
    operation: string,
    id: string,
    more: object = {},
    by: Promise<Identity> = clerk(PROVIDER),
  ): Promise<Committed<GrantWritten>> {
    const expectedRevision = this.grant(id).revision;
    const request = { ...change(expectedRevision), id, person: 'OFFICER2', basis: basis(), ...more };
    return this.city.as(by, `sharing:${operation}`, request);
  }

  /** A grant that was asked for and given. */
  async given(more: Partial<RequestGrant> = {}): Promise<string> {
    const { id } = (await this.ask(requestOf(more))).answer;
    await this.act('decideGrant', id, { decision: 'grant' });
    return id;
  }
}

function keyOf(entry: Resource | Demand | Negative): string {
  if ('code' in entry) return keys.resource(entry.code);
  return 'purpose' in entry
    ? keys.demand(entry.department, entry.id)
    : keys.negative(entry.department, entry.id);
}

async function found(): Promise<GrantCity> {
  const here = new GrantCity(await city());
  const { city: registry } = here;
  await registry.registrar('putDepartment', { ...change(), ...departmentFacts(BUREAU), kind: 'bureau' });
  await registry.registrar('putDepartment', {
    ...change(),
    ...departmentFacts(OPERATOR, 'BankMSP'),
    kind: 'operator',
  });
  for (const { name, source, body } of SHARING_RULE_SETS) {
    await registry.registrar('putRuleSet', { ...change(), name, since: LAST_YEAR, source, body });
  }
  for (const year of [2026, 2027]) {
    await registry.registrar('putCalendar', {
      ...change(),
      year,
      holidays: [],
      workdays: [],
      source: bilingual('日历'),
    });
  }
  const agreement = { text: AGREEMENT, name: bilingual('共享协议'), since: LAST_YEAR };
  await registry.as(clerk(PROVIDER), 'registry:putAgreement', { ...change(), ...agreement });
  here.put(resourceOf());
  here.put(demandOf());
  return here;
}

let founded: Promise<GrantCity> | undefined;

/** Each caller gets its own. */
export async function grantCity(): Promise<GrantCity> {
  founded ??= found();
  return (await founded).fork();
}
