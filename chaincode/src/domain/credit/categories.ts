import type { Bilingual } from '../schemas/common.js';
import type { EntryState } from '../schemas/credit.js';
import type { Category, Sector, Severity } from '../schemas/credit-words.js';
import type { FieldSchema } from '../schemas/registry.js';
import { ENTRY_FIELDS } from './fields.js';

/** What the rules ask of a category. Publication, repair and weights are rule sets, not traits. */
export interface CategoryTraits {
  readonly title: Bilingual;
  /** Whether its entries speak against their subject: each must say how gravely, may, or none does. */
  readonly severity: 'required' | 'optional' | 'none';
  /** The fields of an entry's body, in the order of its leaves. */
  readonly fields: readonly FieldSchema[];
}

const row = (
  category: Category,
  severity: CategoryTraits['severity'],
  zh: string,
  en: string,
): CategoryTraits => ({ title: { zh, en }, severity, fields: ENTRY_FIELDS[category] });

/** The categories of the catalogue of public credit information (全国公共信用信息基础目录, 2024), 行政管理 by its kinds. */
export const CATEGORIES: Readonly<Record<Category, CategoryTraits>> = {
  registration: row('registration', 'none', '登记注册基本信息', 'Registration'),
  judicial: row('judicial', 'optional', '司法裁判及执行', 'Judgments and their enforcement'),
  permit: row('permit', 'none', '行政许可', 'Administrative permit'),
  penalty: row('penalty', 'required', '行政处罚', 'Administrative penalty'),
  coercion: row('coercion', 'optional', '行政强制', 'Administrative coercion'),
  confirmation: row('confirmation', 'none', '行政确认', 'Administrative confirmation'),
  levy: row('levy', 'optional', '行政征收', 'Administrative levy'),
  benefit: row('benefit', 'none', '行政给付', 'Administrative benefit'),
  ruling: row('ruling', 'optional', '行政裁决', 'Administrative ruling'),
  compensation: row('compensation', 'none', '行政补偿', 'Administrative compensation'),
  reward: row('reward', 'none', '行政奖励', 'Administrative reward'),
  inspection: row('inspection', 'optional', '行政监督检查', 'Supervision and inspection'),
  qualification: row('qualification', 'none', '职称和职业', 'Titles and professional qualifications'),
  abnormalOperation: row(
    'abnormalOperation',
    'required',
    '经营（活动）异常名录',
    'List of abnormal operation',
  ),
  seriousDishonesty: row(
    'seriousDishonesty',
    'required',
    '严重失信主体名单',
    'List of the seriously dishonest',
  ),
  contract: row('contract', 'optional', '合同履行', 'Performance of contracts'),
  commitment: row('commitment', 'optional', '信用承诺及履行', 'Credit commitments and their fulfilment'),
  rating: row('rating', 'optional', '信用评价结果', 'Credit ratings by authorities'),
  honour: row('honour', 'none', '诚实守信荣誉', 'Honours for honesty'),
  voluntary: row('voluntary', 'none', '经营主体自愿提供', 'Provided by the enterprise itself'),
};

export const SEVERITIES: Readonly<Record<Severity, Bilingual>> = {
  minor: { zh: '轻微', en: 'Minor' },
  general: { zh: '一般', en: 'General' },
  serious: { zh: '严重', en: 'Serious' },
};

export const SECTORS: Readonly<Record<Sector, Bilingual>> = {
  food: { zh: '食品', en: 'Food' },
  drug: { zh: '药品', en: 'Drugs' },
  specialEquipment: { zh: '特种设备', en: 'Special equipment' },
  workSafety: { zh: '安全生产', en: 'Work safety' },
  fire: { zh: '消防', en: 'Fire protection' },
};

export const ENTRY_STATES: Readonly<Record<EntryState, Bilingual>> = {
  standing: { zh: '有效', en: 'Standing' },
  disputed: { zh: '异议处理中', en: 'Disputed' },
  repaired: { zh: '已修复', en: 'Repaired' },
  annulled: { zh: '已撤销', en: 'Annulled' },
};
