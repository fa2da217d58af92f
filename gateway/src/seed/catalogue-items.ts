import type { InformationItem, ItemType, PutResource } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from './departments.js';

type Known = readonly [title: string, type: ItemType, length?: number, sensitive?: true];

/** Information items that several resources have: one name means one thing, whoever provides it. */
const ITEMS = {
  creditCode: ['统一社会信用代码', 'text', 18],
  entName: ['企业名称', 'text', 200],
  entType: ['企业类型', 'text', 60],
  legalPerson: ['法定代表人', 'text', 60, true],
  capital: ['注册资本（万元）', 'money'],
  establishedAt: ['成立日期', 'date'],
  address: ['住所', 'text', 300],
  scope: ['经营范围', 'memo', 4000],
  regStatus: ['登记状态', 'text', 20],
  changedAt: ['变更日期', 'date'],
  changeItem: ['变更事项', 'text', 100],
  listedAt: ['列入日期', 'date'],
  reason: ['原因', 'text', 500],
  removedAt: ['移出日期', 'date'],
  licenseNo: ['许可证编号', 'text', 60],
  licenseName: ['许可名称', 'text', 100],
  validFrom: ['有效期自', 'date'],
  validTo: ['有效期至', 'date'],
  issuer: ['发证机关', 'text', 200],
  documentNo: ['文书号', 'text', 100],
  decidedAt: ['决定日期', 'date'],
  grade: ['等级', 'text', 10],
  year: ['年度', 'integer', 4],
  personName: ['姓名', 'text', 60, true],
  citizenNo: ['公民身份号码', 'text', 18, true],
  residence: ['户籍地址', 'text', 300, true],
  alive: ['是否死亡', 'boolean'],
  plateNo: ['号牌号码', 'text', 20, true],
  vehicleType: ['车辆类型', 'text', 40],
  location: ['坐落', 'text', 300],
  area: ['面积（平方米）', 'number', 12],
  use: ['用途', 'text', 60],
  mortgaged: ['是否抵押', 'boolean'],
  sealed: ['是否查封', 'boolean'],
  parcelNo: ['不动产单元号', 'text', 28],
  projectName: ['项目名称', 'text', 200],
  projectCode: ['项目代码', 'text', 40],
  permitNo: ['许可文号', 'text', 60],
  acceptedAt: ['验收日期', 'date'],
  contractNo: ['合同编号', 'text', 40],
  amount: ['金额（元）', 'money'],
  productName: ['产品名称', 'text', 200],
  batchNo: ['批号', 'text', 40],
  result: ['结果', 'text', 40],
  platform: ['网上办事渠道', 'text', 100],
} as const satisfies Readonly<Record<string, Known>>;

type ItemName = keyof typeof ITEMS;

function itemOf(name: ItemName): InformationItem {
  const [title, type, length, sensitive]: Known = ITEMS[name];
  return { name, title, type, ...(length !== undefined && { length }), sensitive: sensitive === true };
}

type Slug = keyof typeof DEPARTMENTS;
type Share = Pick<PutResource, 'share' | 'condition' | 'legalBasis'>;

/** A resource of the sample catalogue; who sets the city up says since when it is published. */
export type SampleResource = Omit<PutResource, 'publishedAt'>;

export const FREELY: Share = { share: 'unconditional' };
export const onlyFor = (condition: string): Share => ({ share: 'conditional', condition });
export const keptBack = (legalBasis: string): Share => ({ share: 'none', legalBasis });

interface More {
  readonly open?: true;
  readonly category?: PutResource['category'];
  readonly updateCycle?: PutResource['updateCycle'];
  readonly classified?: true;
}

/** One line of the sample catalogue. */
export function resourceRow(
  by: Slug,
  code: string,
  name: string,
  terms: Share,
  items: readonly ItemName[],
  { open, category = 'department', updateCycle = 'day', classified }: More = {},
): SampleResource {
  const isShared = terms.share !== 'none';
  return {
    code,
    name,
    category,
    provider: DEPARTMENTS[by].code,
    abstract: `${DEPARTMENTS[by].name.zh}在履职中形成的${name}`,
    format: isShared ? 7 : 3,
    items: items.map(itemOf),
    ...terms,
    method: isShared ? '共享平台服务接口' : '不提供',
    open: open ?? false,
    updateCycle,
    classified: classified ?? false,
    level: items.some((item) => itemOf(item).sensitive) ? 3 : 2,
  };
}
