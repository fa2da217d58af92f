import {
  BUSINESS_LICENCE,
  type CertificateType,
  type DerivedFact,
  type FieldSchema,
  type HolderKind,
  type ValidityRule,
} from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from './departments.js';

type Facts = Pick<
  CertificateType,
  | 'code'
  | 'name'
  | 'holderKinds'
  | 'fields'
  | 'facts'
  | 'validity'
  | 'templateVersion'
  | 'layout'
  | 'twoPerson'
  | 'provisional'
  | 'renewalGraceDays'
>;

/** A certificate type of the sample city and the department that issues it. */
export interface SampleType extends Facts {
  readonly issuer: string;
}

const RENEWAL_GRACE_DAYS = 90;
const LONGEST = 200;

const field = (
  name: string,
  [zh, en]: [string, string],
  kind: FieldSchema['kind'],
  sensitivity: FieldSchema['sensitivity'] = 'public',
  required = true,
): FieldSchema => ({ name, title: { zh, en }, kind, required, sensitivity, maxLength: LONGEST });

interface Row {
  readonly code: string;
  readonly issuer: string;
  readonly name: [string, string];
  readonly holder: HolderKind;
  readonly validity: ValidityRule;
  readonly fields: readonly FieldSchema[];
  readonly facts?: readonly DerivedFact[];
  readonly twoPerson?: true;
  readonly provisional?: true;
  readonly layout?: CertificateType['layout'];
}

const sampleType = ({
  code,
  issuer,
  name: [zh, en],
  holder,
  validity,
  fields,
  facts,
  ...rest
}: Row): SampleType => ({
  code,
  issuer,
  name: { zh, en },
  holderKinds: [holder],
  fields: [...fields],
  ...(facts && { facts: [...facts] }),
  validity,
  templateVersion: 1,
  ...(rest.layout && { layout: rest.layout }),
  twoPerson: rest.twoPerson ?? false,
  provisional: rest.provisional ?? false,
  renewalGraceDays: RENEWAL_GRACE_DAYS,
});

const OPEN: ValidityRule = { kind: 'open' };
const RANGE: ValidityRule = { kind: 'range' };
const months = (count: number): ValidityRule => ({ kind: 'months', months: count });

/** Of a person, the name in part is enough to compare with. */
const OF_PERSON = { masked: ['name'] };

const personName = field('name', ['姓名', 'Name'], 'text', 'personal');
const citizenNumber = field('citizenNumber', ['公民身份号码', 'Citizen number'], 'citizen', 'personal');
const adult: DerivedFact = {
  name: 'over18',
  title: { zh: '已满十八周岁', en: 'Over 18' },
  kind: 'ageAtLeast',
  field: citizenNumber.name,
  years: 18,
};
const unitName = field('unitName', ['单位名称', 'Unit'], 'text');
const unitCode = field('unitCode', ['统一社会信用代码', 'Unified social credit code'], 'uscc');

/**
 * Codes without `provisional` are published ones; the last digits of the others are not known and stand in until they
 * are. Field lists are a selection, made for the sample.
 */
export const TYPES = {
  businessLicense: sampleType({
    code: BUSINESS_LICENCE,
    issuer: DEPARTMENTS.market.code,
    name: ['营业执照', 'Business licence'],
    holder: 'organisation',
    validity: OPEN,
    layout: {
      accent: '#9a1f24',
      wide: ['scope'],
      notice: {
        zh: '市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告。',
        en: 'Yearly reports are due between 1 January and 30 June.',
      },
    },
    fields: [
      unitName,
      unitCode,
      field('legalPerson', ['法定代表人', 'Legal representative'], 'text', 'personal'),
      field('capital', ['注册资本（分）', 'Registered capital (fen)'], 'amount'),
      field('founded', ['成立日期', 'Founded'], 'date'),
      field('address', ['住所', 'Address'], 'text'),
      field('scope', ['经营范围', 'Scope of business'], 'text', 'public', false),
    ],
    facts: [
      {
        name: 'capitalOverMillion',
        title: { zh: '注册资本一百万元以上', en: 'Registered capital of 1,000,000 yuan or more' },
        kind: 'amountAtLeast',
        field: 'capital',
        fen: '100000000',
      },
    ],
  }),
  identityCard: sampleType({
    code: '11100000000013127D001',
    issuer: DEPARTMENTS.police.code,
    name: ['居民身份证', 'Identity card'],
    holder: 'person',
    validity: months(240),
    layout: OF_PERSON,
    fields: [personName, citizenNumber, field('address', ['住址', 'Address'], 'text', 'personal')],
    facts: [adult],
  }),
  realEstate: sampleType({
    code: '11100000MB03271699001',
    issuer: DEPARTMENTS.land.code,
    name: ['不动产权证书', 'Real estate certificate'],
    holder: 'person',
    validity: OPEN,
    twoPerson: true,
    layout: { ...OF_PERSON, accent: '#9a1f24' },
    fields: [
      personName,
      citizenNumber,
      field('unit', ['不动产单元号', 'Real estate unit'], 'text', 'internal'),
      field('location', ['坐落', 'Location'], 'text', 'personal'),
      field('area', ['建筑面积（平方分米）', 'Floor area (dm²)'], 'integer', 'internal'),
    ],
  }),
  realEstateRegistration: sampleType({
    code: '11100000MB03271699022',
    issuer: DEPARTMENTS.land.code,
    name: ['不动产登记证明', 'Real estate registration proof'],
    holder: 'organisation',
    validity: OPEN,
    fields: [unitName, unitCode, field('matter', ['证明权利或事项', 'Right or matter'], 'text')],
  }),
  drugBusiness: sampleType({
    code: '11100000MB0341032Y002',
    issuer: DEPARTMENTS.drug.code,
    name: ['药品经营许可证', 'Drug business permit'],
    holder: 'organisation',
    validity: months(60),
    fields: [unitName, unitCode, field('manner', ['经营方式', 'Manner of business'], 'text')],
  }),
  constructor: sampleType({
    code: '11100000000013338W001',
    issuer: DEPARTMENTS.housing.code,
    name: ['二级建造师注册证书', 'Second-class constructor registration'],
    holder: 'person',
    validity: months(36),
    layout: {
      ...OF_PERSON,
      page: 'portrait',
      accent: '#1f5a86',
      notice: {
        zh: '持证人应当在注册范围内执业；注册信息变更的，应当及时申请变更注册。',
        en: 'The holder works within the registration and has changes registered in time.',
      },
    },
    fields: [personName, citizenNumber, field('speciality', ['注册专业', 'Speciality'], 'text')],
  }),
  constructionPermit: sampleType({
    code: '11100000000013338W009',
    issuer: DEPARTMENTS.housing.code,
    name: ['建筑工程施工许可证', 'Construction permit'],
    holder: 'organisation',
    validity: RANGE,
    twoPerson: true,
    fields: [
      unitName,
      unitCode,
      field('project', ['工程名称', 'Project'], 'text'),
      field('cost', ['合同价格（分）', 'Contract price (fen)'], 'amount'),
    ],
  }),
  safetyOfficer: sampleType({
    code: '11100000000013338W011',
    issuer: DEPARTMENTS.housing.code,
    name: ['安管人员考核合格证书', 'Safety manager certificate'],
    holder: 'person',
    validity: months(36),
    layout: { ...OF_PERSON, page: 'portrait', accent: '#1f5a86' },
    fields: [personName, citizenNumber, field('grade', ['类别', 'Class'], 'text')],
  }),
  specialWork: sampleType({
    code: '11100000000013338W032',
    issuer: DEPARTMENTS.housing.code,
    name: ['建筑施工特种作业操作资格证', 'Special work qualification'],
    holder: 'person',
    validity: RANGE,
    layout: { ...OF_PERSON, page: 'portrait', accent: '#8a5300' },
    fields: [personName, citizenNumber, field('work', ['操作类别', 'Kind of work'], 'text')],
  }),
  foodBusiness: sampleType({
    code: '11100000MB0143028R901',
    issuer: DEPARTMENTS.market.code,
    name: ['食品经营许可证', 'Food business permit'],
    holder: 'organisation',
    validity: months(60),
    provisional: true,
    layout: { accent: '#1d6b45', subtitle: { zh: '（正本）', en: 'Original' } },
    fields: [unitName, unitCode, field('premises', ['经营场所', 'Premises'], 'text')],
  }),
  drivingLicence: sampleType({
    code: '11100000000013127D902',
    issuer: DEPARTMENTS.police.code,
    name: ['机动车驾驶证', 'Driving licence'],
    holder: 'person',
    validity: months(72),
    provisional: true,
    layout: OF_PERSON,
    fields: [personName, citizenNumber, field('class', ['准驾车型', 'Class'], 'text')],
    facts: [adult],
  }),
} as const satisfies Readonly<Record<string, SampleType>>;
