import type {
  CatalogueWritten,
  ConsistencyReport,
  PutDemand,
  PutNegative,
  PutResource,
  PutResponsibility,
  Role,
} from '@hanlian/chaincode/domain';
import { HOUSING, MARKET, type City } from './city.js';
import type { Committed } from './ledger.js';
import { identityOf, random16 } from './people.js';

/** The one resource most of these tests are about: enterprises' registrations, of the market department. */
export const REGISTRATIONS = '307001/0001';

export const resource = (more: Partial<PutResource> = {}): PutResource => ({
  code: REGISTRATIONS,
  name: '企业登记基本信息',
  category: 'department',
  provider: MARKET,
  abstract: '企业设立、变更和注销登记的基本信息',
  format: 3,
  items: [
    { name: 'creditCode', title: '统一社会信用代码', type: 'text', length: 18, sensitive: false },
    { name: 'entName', title: '企业名称', type: 'text', length: 200, sensitive: false },
    { name: 'capital', title: '注册资本', type: 'money', sensitive: false },
  ],
  share: 'unconditional',
  method: '共享平台接口',
  open: false,
  updateCycle: 'day',
  publishedAt: '2026-01-05',
  classified: false,
  level: 2,
  ...more,
});

export const responsibility = (more: Partial<PutResponsibility> = {}): PutResponsibility => ({
  department: MARKET,
  id: 'R001',
  matter: '企业登记',
  legalBasis: '《政务数据共享条例》第十条',
  resource: REGISTRATIONS,
  due: '2026-06-30',
  ...more,
});

export const demand = (more: Partial<PutDemand> = {}): PutDemand => ({
  department: HOUSING,
  id: 'D001',
  matter: '商品房预售许可',
  purpose: '核验开发企业登记信息',
  resource: REGISTRATIONS,
  fields: ['creditCode', 'entName'],
  legalBasis: '《城市商品房预售管理办法》第七条',
  frequency: 'day',
  ...more,
});

export const negative = (more: Partial<PutNegative> = {}): PutNegative => ({
  department: MARKET,
  id: 'N001',
  resource: REGISTRATIONS,
  law: '《中华人民共和国数据安全法》第二十一条',
  until: '2027-12-31',
  ...more,
});

const PUT = {
  resources: 'putResources',
  responsibilities: 'putResponsibilities',
  demands: 'putDemands',
  negatives: 'putNegatives',
} as const;

/** Writes entries of one kind by a department's clerk. */
export const put = (
  here: City,
  kind: keyof typeof PUT,
  entries: readonly object[],
  {
    department = MARKET,
    role = 'clerk',
    msp = 'BureauMSP',
    intent = random16(),
  }: { department?: string; role?: Role; msp?: string; intent?: string } = {},
): Promise<Committed<CatalogueWritten>> =>
  here.as<CatalogueWritten>(identityOf(msp, role, department), `catalogue:${PUT[kind]}`, {
    v: 1,
    intent,
    entries,
  });

export const retire = (
  here: City,
  entries: readonly object[],
  department = MARKET,
  role: Role = 'clerk',
): Promise<Committed<CatalogueWritten>> =>
  here.as<CatalogueWritten>(identityOf('BureauMSP', role, department), 'catalogue:retire', {
    v: 1,
    intent: random16(),
    entries,
  });

export const consistency = (here: City, more: object = {}): Promise<ConsistencyReport> =>
  here.read<ConsistencyReport>('catalogue:consistency', { limit: 100, ...more });
