import {
  CATEGORIES,
  dateOfInstant,
  ENTRY_STATES,
  EVALUATION_FIELD,
  formatInstant,
  lastDateBefore,
  reachesCategory,
  schemas,
  SEVERITIES,
  type Category,
  type CreditEntry,
  type GradeName,
} from '@hanlian/chaincode/domain';
import { isEntry, recordIn, type ReadEntry, type ReadReport } from '../../report/read.js';
import { isMasked, type ReportedField, type WithheldReason } from '../../report/schema.js';
import type { PrintedField } from '../writing/content.js';
import { inWords, valueText } from '../writing/words.js';

/** Names of the departments that a report names by code, in Chinese. */
export type NameOf = (department: string) => string | undefined;

/** What stands on a report's pages, in words. */
export interface PrintedReport {
  readonly number: string;
  readonly office: string;
  readonly issuedOn: string;
  readonly facts: readonly PrintedField[];
  readonly sections: readonly PrintedSection[];
  readonly notes: readonly string[];
}

export interface PrintedSection {
  readonly title: string;
  readonly items: readonly PrintedItem[];
}

/** One entry: what it is called, and what it says. */
export interface PrintedItem {
  readonly title: string;
  readonly fields: readonly PrintedField[];
}

/** As banks are used to read them: who it is, what it may do, what speaks against it, what it promised, what speaks for it. */
const SECTIONS: readonly (readonly [title: string, categories: readonly Category[]])[] = [
  ['基本信息', ['registration']],
  ['行政许可', ['permit']],
  ['行政处罚', ['penalty']],
  ['名录和名单', ['abnormalOperation', 'seriousDishonesty']],
  ['司法裁判及执行', ['judicial']],
  [
    '其他行政管理',
    ['coercion', 'confirmation', 'levy', 'benefit', 'ruling', 'compensation', 'inspection', 'qualification'],
  ],
  ['信用承诺及合同履行', ['commitment', 'contract']],
  ['荣誉和奖励', ['honour', 'reward']],
  ['主体自愿提供', ['voluntary']],
  ['信用评价', ['rating']],
];
const GRADES: Readonly<Record<GradeName, string>> = { A: '优', B: '良', C: '中', D: '差' };
const EVALUATED = '信用评价';

/** The words of a report. */
export const printedReport = (read: ReadReport, nameOf: NameOf): PrintedReport => {
  const { report } = read;
  const { statement } = report.pull.signed;
  const entries = read.sets.flatMap(({ links }) => links.filter(isEntry));
  const named = (code: string): string => nameOf(code) ?? code;
  return {
    number: report.id,
    office: named(statement.provider),
    issuedOn: inWords(dateOfInstant(report.issuedAt)),
    facts: [
      line('企业名称', nameIn(entries) ?? '（未授权）', true),
      line('统一社会信用代码', report.consent.signed.statement.holder),
      line('查询机构', named(statement.recipient), true),
      line('查询用途', statement.purpose),
      line('有效期至', inWords(lastDateBefore(report.until))),
      line('授权编号', statement.id, true),
      line('申请绑定（摘要）', statement.application, true),
    ],
    sections: sectionsOf(read, entries, named),
    notes: notesOf(read, entries.length),
  };
};

const line = (label: string, value: string, wide = false): PrintedField => ({ label, value, wide });

/** As any entry names it, the registration first, which comes first. */
const nameIn = (entries: readonly ReadEntry[]): string | undefined => {
  const names = entries.flatMap(({ fields }) => fields.filter(({ name }) => name === 'subjectName'));
  const [known] = names.filter((field) => !isMasked(field));
  return known && 'value' in known ? (known.value ?? undefined) : undefined;
};

/** Only what was granted has a section, and one without an entry says so. */
const sectionsOf = (
  read: ReadReport,
  entries: readonly ReadEntry[],
  named: (code: string) => string,
): PrintedSection[] => {
  const { fields } = read.report.pull.signed.statement;
  return SECTIONS.flatMap(([title, categories]) => {
    const evaluation = title === EVALUATED ? evaluationOf(read, fields) : [];
    const granted = categories.filter((category) => reachesCategory(fields, category));
    if (granted.length === 0 && evaluation.length === 0) return [];
    const own = entries.filter(({ record }) => granted.includes(record.category));
    return [{ title, items: [...evaluation, ...own.map((entry) => itemOf(entry, named))] }];
  });
};

const evaluationOf = ({ report }: ReadReport, granted: readonly string[]): PrintedItem[] => {
  if (!granted.includes(EVALUATION_FIELD)) return [];
  if (!report.evaluation) return [{ title: '公共信用综合评价：尚无', fields: [] }];
  const { grade, score, version, at, inputs } = recordIn(report.evaluation, schemas.evaluation);
  return [
    {
      title: `公共信用综合评价：${GRADES[grade]}`,
      fields: [
        line('得分', String(score)),
        line('评价日期', inWords(dateOfInstant(at))),
        line('评价模型', version),
        line('依据条目', `${inputs.count} 条`),
        line('依据条目摘要根', inputs.root, true),
      ],
    },
  ];
};

const itemOf = ({ record, fields }: ReadEntry, named: (code: string) => string): PrintedItem => ({
  title: `${CATEGORIES[record.category].title.zh}  ${record.document}`,
  fields: [
    line('来源部门', named(record.source), true),
    line('决定日期', inWords(record.facts.decidedAt)),
    ...stateOf(record),
    ...fields.flatMap((field, index) => fieldOf(record.category, field, index)),
  ],
});

const stateOf = ({ state, facts: { severity, until } }: CreditEntry): PrintedField[] => [
  ...(severity ? [line('失信程度', SEVERITIES[severity].zh)] : []),
  ...(until === undefined ? [] : [line('公示截止期', inWords(until))]),
  ...(state === 'standing' ? [] : [line('状态', ENTRY_STATES[state].zh)]),
];

/** What a source left empty takes no line; what was not granted does. */
const fieldOf = (category: Category, field: ReportedField, index: number): PrintedField[] => {
  const schema = CATEGORIES[category].fields[index];
  const label = schema?.title.zh ?? field.name;
  if (isMasked(field)) return [line(label, '（未授权）')];
  return field.value === null ? [] : [line(label, valueText(field.value, schema?.kind))];
};

const REASONS: Readonly<Record<WithheldReason, string>> = {
  repaired: '已完成信用修复',
  annulled: '已被来源部门撤销',
  notYet: '尚未公示',
  withheld: '依规不予公示',
  ended: '公示期已满',
  corrected: '已被后一条更正',
  notGranted: '不在授权范围内',
};

const notesOf = ({ sets, report }: ReadReport, shown: number): string[] => {
  const links = sets.flatMap(({ links: all }) => all);
  const withheld = links.flatMap((link) => (isEntry(link) ? [] : [link.withheld]));
  const reasons = [...new Set(withheld)].map(
    (reason) => `${REASONS[reason]} ${withheld.filter((each) => each === reason).length} 条`,
  );
  return [
    `账本登记该企业条目 ${links.length} 条，本报告列出 ${shown} 条` +
      (reasons.length === 0 ? '，无未列出的条目。' : `；未列出：${reasons.join('，')}。`),
    '本报告附有完整性证明：删去、调换或添加任何条目均可被查出。离线核验：hanlian verify。',
    `本报告仅供查询机构用于所列用途和所绑定的申请，出具时间 ${formatInstant(report.issuedAt)}。`,
  ];
};
