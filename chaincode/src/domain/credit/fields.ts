import type { Category } from '../schemas/credit-words.js';
import type { FieldSchema } from '../schemas/registry.js';

type Kind = FieldSchema['kind'];
type Sensitivity = FieldSchema['sensitivity'];

const field = (
  name: string,
  zh: string,
  en: string,
  maxLength: number,
  {
    kind = 'text',
    required = false,
    sensitivity = 'public',
  }: { kind?: Kind; required?: boolean; sensitivity?: Sensitivity } = {},
): FieldSchema => ({ name, title: { zh, en }, kind, required, sensitivity, maxLength });

const text = (name: string, zh: string, en: string, maxLength = 2000): FieldSchema =>
  field(name, zh, en, maxLength);
const must = (name: string, zh: string, en: string, maxLength = 2000): FieldSchema =>
  field(name, zh, en, maxLength, { required: true });
const date = (name: string, zh: string, en: string): FieldSchema => field(name, zh, en, 10, { kind: 'date' });
const amount = (name: string, zh: string, en: string): FieldSchema =>
  field(name, zh, en, 18, { kind: 'amount' });
const uscc = (name: string, zh: string, en: string): FieldSchema => field(name, zh, en, 18, { kind: 'uscc' });

/** Whom the entry is about. Who represents it is a person, so only its own act shows the name. */
const SUBJECT: readonly FieldSchema[] = [
  must('subjectName', '行政相对人名称', 'Name of the enterprise', 200),
  field('legalRepresentative', '法定代表人', 'Legal representative', 60, { sensitivity: 'personal' }),
];

/** Who decided, and who holds the data (双公示: XZJG, LYDW). */
const AUTHORITY: readonly FieldSchema[] = [
  must('authority', '作出机关', 'Deciding authority', 200),
  uscc('authorityCode', '作出机关统一社会信用代码', 'Code of the deciding authority'),
  text('provider', '数据来源单位', 'Provider of the data', 200),
  uscc('providerCode', '数据来源单位统一社会信用代码', 'Code of the provider'),
  text('remark', '备注', 'Remark'),
];

/** 双公示 permit, national columns XK_* (2018 and later) and those of 2016 they go back to. */
const PERMIT: readonly FieldSchema[] = [
  text('documentName', '行政许可决定文书名称', 'Name of the decision', 200),
  must('kind', '许可类别', 'Kind of permit', 200),
  text('certificateName', '许可证书名称', 'Name of the permit certificate', 200),
  text('certificateNumber', '许可编号', 'Number of the permit', 100),
  must('content', '许可内容', 'What is permitted'),
  date('validFrom', '有效期自', 'Valid from'),
  date('validTo', '有效期至', 'Valid to'),
];

/** 双公示 penalty, national columns CF_*. Amounts in 分; the columns are in 万元. */
const PENALTY: readonly FieldSchema[] = [
  text('caseName', '案件名称', 'Name of the case', 400),
  must('conduct', '违法行为类型', 'Kind of unlawful conduct', 400),
  must('facts', '违法事实', 'Facts found'),
  must('legalBasis', '处罚依据', 'Legal basis'),
  must('kind', '处罚类别', 'Kind of penalty', 200),
  must('content', '处罚内容', 'Penalty'),
  amount('fine', '罚款金额', 'Fine'),
  amount('confiscated', '没收违法所得、没收非法财物的金额', 'Value confiscated'),
  text('certificate', '暂扣或吊销证照名称及编号', 'Certificate suspended or revoked', 400),
  date('validTo', '处罚有效期', 'Penalty valid to'),
];

const decision = (matter: string, en: string): readonly FieldSchema[] => [
  must('matter', matter, en, 400),
  text('legalBasis', '依据', 'Legal basis'),
  must('content', '内容', 'Content'),
  amount('amount', '金额', 'Amount'),
];

const LISTED: readonly FieldSchema[] = [
  must('list', '名录（名单）名称', 'Name of the list', 200),
  must('grounds', '列入事由', 'Grounds for listing'),
  text('legalBasis', '列入依据', 'Legal basis'),
];

const about = (...own: readonly FieldSchema[]): readonly FieldSchema[] => [...SUBJECT, ...own, ...AUTHORITY];

/** The fields of each category's body, in the order of its leaves. What is committed to by root cannot be reordered: a later form is a new category. */
export const ENTRY_FIELDS: Readonly<Record<Category, readonly FieldSchema[]>> = {
  registration: about(
    must('kind', '主体类型', 'Kind of enterprise', 100),
    amount('capital', '注册资本', 'Registered capital'),
    text('address', '住所', 'Registered address', 400),
    text('scope', '经营范围', 'Scope of business'),
    date('foundedOn', '成立日期', 'Founded on'),
    text('registrationNumber', '工商登记码', 'Registration number', 32),
  ),
  judicial: about(
    must('court', '法院', 'Court', 200),
    must('matter', '案由', 'Cause', 400),
    text('content', '裁判或执行内容', 'Judgment or enforcement'),
    amount('amount', '执行标的', 'Amount enforced'),
    text('performance', '履行情况', 'Performance', 200),
  ),
  permit: about(...PERMIT),
  penalty: about(...PENALTY),
  coercion: about(...decision('强制措施', 'Coercive measure')),
  confirmation: about(...decision('确认事项', 'Matter confirmed')),
  levy: about(...decision('征收事项', 'Matter of the levy')),
  benefit: about(...decision('给付事项', 'Matter of the benefit')),
  ruling: about(...decision('裁决事项', 'Matter ruled on')),
  compensation: about(...decision('补偿事项', 'Matter compensated')),
  reward: about(...decision('奖励事项', 'Matter rewarded')),
  inspection: about(
    must('matter', '检查事项', 'Matter inspected', 400),
    must('result', '检查结果', 'Result', 400),
    text('content', '情况说明', 'Particulars'),
  ),
  qualification: about(
    must('title', '职称或职业资格', 'Title or qualification', 200),
    text('level', '等级', 'Level', 60),
    date('validTo', '有效期至', 'Valid to'),
  ),
  abnormalOperation: about(...LISTED),
  seriousDishonesty: about(...LISTED),
  contract: about(
    must('title', '合同名称', 'Title of the contract', 400),
    amount('amount', '合同金额', 'Amount of the contract'),
    must('performance', '履行情况', 'Performance', 400),
  ),
  commitment: about(
    must('kind', '承诺类型', 'Kind of commitment', 200),
    must('content', '承诺内容', 'What was promised'),
    must('performance', '履行情况', 'Fulfilment', 400),
    date('performedOn', '履行日期', 'Fulfilled on'),
  ),
  rating: about(
    must('scheme', '评价体系', 'Rating scheme', 200),
    must('result', '评价结果', 'Result', 60),
    text('period', '评价期间', 'Period rated', 60),
  ),
  honour: about(
    must('title', '荣誉名称', 'Honour', 200),
    text('content', '荣誉内容', 'What it is for'),
    date('validTo', '有效期至', 'Valid to'),
  ),
  voluntary: about(
    must('matter', '事项', 'Matter', 400),
    must('content', '内容', 'Content'),
    text('evidence', '佐证材料', 'Evidence', 400),
  ),
};
