import { HanlianError, type CatalogueList } from '@hanlian/chaincode/domain';
import { headersIn, understand, type Header } from '../../uploads/headers.js';
import * as values from './values.js';
import type { Codec } from './values.js';

/** A column as departments keep it (GB/T 21063 and the guide to catalogues of 2017 by their Chinese names). */
export interface Column {
  /** What of an entry it fills; `item.` stands before what it says of an information item. */
  readonly field: string;
  readonly title: string;
  readonly codec: Codec;
  readonly isNeeded: boolean;
  /** What else headers call it. */
  readonly also: readonly string[];
}

const column = (
  field: string,
  title: string,
  codec: Codec = values.text,
  also: readonly string[] = [],
): Column => ({ field, title, codec, isNeeded: true, also });

const optional = (...described: Parameters<typeof column>): Column => ({
  ...column(...described),
  isNeeded: false,
});

const OF_RESOURCES: readonly Column[] = [
  column('code', '信息资源代码', values.text, ['资源代码']),
  column('name', '信息资源名称', values.text, ['资源名称']),
  column('category', '信息资源分类', values.category, ['分类']),
  optional('provider', '信息资源提供方代码', values.text, ['提供方代码']),
  column('abstract', '信息资源摘要', values.text, ['摘要']),
  column('format', '信息资源格式', values.format, ['格式']),
  column('item.name', '信息项标识', values.text, ['信息项英文名']),
  column('item.title', '信息项名称'),
  column('item.type', '数据类型', values.itemType),
  optional('item.length', '数据长度', values.integer, ['长度']),
  optional('item.sensitive', '是否敏感', values.yesNo),
  column('share', '共享类型', values.share),
  optional('condition', '共享条件'),
  column('method', '共享方式'),
  column('open', '是否向社会开放', values.yesNo, ['是否开放']),
  optional('openCondition', '开放条件'),
  column('updateCycle', '更新周期', values.cycle),
  column('publishedAt', '发布日期', values.day),
  optional('related', '关联资源代码', values.names),
  column('classified', '涉密属性', values.classified),
  column('level', '安全等级', values.integer, ['安全级别']),
  optional('legalBasis', '不予共享依据'),
];

const OWN = [
  optional('department', '部门代码', values.text, ['统一社会信用代码', '提供方代码', '需求方代码']),
  column('id', '清单编号', values.text, ['编号', '序号']),
] as const;
const MATTER = column('matter', '职责事项', values.text, ['事项', '事项名称']);
const RESOURCE = column('resource', '信息资源代码', values.text, ['资源代码']);
const BASIS = column('legalBasis', '法律依据', values.text, ['依据']);

/** The columns of each list, in the order in which they are written. */
export const COLUMNS: Readonly<Record<CatalogueList, readonly Column[]>> = {
  resources: OF_RESOURCES,
  responsibilities: [...OWN, MATTER, BASIS, RESOURCE, column('due', '应编目日期', values.day, ['完成时限'])],
  demands: [
    ...OWN,
    MATTER,
    column('purpose', '使用目的', values.text, ['用途']),
    RESOURCE,
    column('fields', '所需信息项', values.names, ['信息项']),
    BASIS,
    column('frequency', '使用频率', values.cycle),
  ],
  negatives: [
    ...OWN,
    RESOURCE,
    optional('field', '不予共享信息项', values.text, ['信息项']),
    column('law', '法律依据', values.text, ['依据']),
    column('until', '有效期至', values.day),
  ],
};

/** A header without what templates print around it: the mark of national columns, stars, spaces, full-width forms. */
const keyOf = (header: string): string =>
  header
    .normalize('NFKC')
    .replaceAll(/【国】|[\s*]/g, '')
    .toLowerCase();

/** Columns that say something people read, and nothing the entry keeps. */
const PASSED_OVER: ReadonlySet<string> = new Set(['信息资源提供方', '部门名称'].map(keyOf));

/** Says which part of an entry each column fills: by its title, or by the field's name. */
export function readHeader(list: CatalogueList, cells: readonly string[]): Header {
  const known = COLUMNS[list];
  const byName = new Map(
    known.flatMap((each) => [each.field, each.title, ...each.also].map((name) => [keyOf(name), each])),
  );
  return understand(headersIn(cells), {
    find: (text) => byName.get(keyOf(text)),
    isPassedOver: (text) => PASSED_OVER.has(keyOf(text)),
    known: known.map(({ title }) => title),
    nameOf: ({ title }) => title,
    meaningOf: ({ field }) => ({ field }),
    missing: (used) => missing(known, used),
  });
}

const missing = (known: readonly Column[], used: ReadonlySet<Column>): readonly HanlianError[] =>
  known
    .filter((each) => each.isNeeded && !used.has(each))
    .map(
      ({ field, title }) =>
        new HanlianError('COLUMN_MISSING', `The header lacks ${title} (${field})`, {
          field,
          expected: title,
        }),
    );
