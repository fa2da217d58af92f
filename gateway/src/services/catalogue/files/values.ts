import { HanlianError, type JsonValue } from '@hanlian/chaincode/domain';
import { dayOf } from '../../uploads/cells.js';

/** How a cell is read, and what is written into one. */
export interface Codec {
  /** @throws {HanlianError} FIELD_INVALID */
  readonly read: (cell: string, field: string) => JsonValue;
  readonly write: (value: JsonValue) => string;
}

const same = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();

/** A text, as it stands. */
export const text: Codec = { read: (cell) => cell, write: String };

/** A day, as spreadsheets and people write it. */
export const day: Codec = { read: dayOf, write: String };

export const integer: Codec = {
  read: (cell, field) => {
    if (/^[0-9]{1,9}$/.test(cell)) return Number(cell);
    throw new HanlianError('FIELD_INVALID', 'The cell is no whole number', { field, expected: 'integer' });
  },
  write: String,
};

/** Several names in one cell. */
export const names: Codec = {
  read: (cell) =>
    cell
      .split(/[;；,，、\s]+/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  write: (value) => (value as readonly string[]).join('；'),
};

/** One of some words, each with what else departments write for it; the first is what we write. */
export function words(meanings: readonly (readonly [string | number | boolean, ...string[]])[]): Codec {
  const known = new Map(
    meanings.flatMap(([value, ...written]) => [String(value), ...written].map((word) => [same(word), value])),
  );
  return {
    read: (cell, field) => {
      const value = known.get(same(cell));
      if (value !== undefined) return value;
      const expected = meanings.map(([, word]) => word as string);
      throw new HanlianError('FIELD_INVALID', 'The cell holds none of the words this column knows', {
        field,
        expected,
      });
    },
    write: (value) => meanings.find(([meant]) => meant === value)?.[1] as string,
  };
}

export const yesNo = words([
  [true, '是', '1', 'Y', 'yes'],
  [false, '否', '0', 'N', 'no'],
]);

export const category = words([
  ['base', '基础', '基础信息资源', '1'],
  ['theme', '主题', '主题信息资源', '2'],
  ['department', '部门', '部门信息资源', '3'],
]);

export const share = words([
  ['unconditional', '无条件共享', '无条件', '1'],
  ['conditional', '有条件共享', '有条件', '2'],
  ['none', '不予共享', '不予', '3'],
]);

export const cycle = words([
  ['realtime', '实时'],
  ['day', '每日', '日'],
  ['week', '每周', '周'],
  ['month', '每月', '月'],
  ['quarter', '每季度', '季', '季度'],
  ['year', '每年', '年'],
  ['irregular', '不定期'],
]);

export const format = words([
  [1, '电子文件'],
  [2, '电子表格', '表格'],
  [3, '数据库'],
  [4, '图形图像'],
  [5, '流媒体'],
  [6, '自描述格式', '自描述'],
  [7, '服务接口'],
]);

/** With the letters of the guide to catalogues (政务信息资源目录编制指南). */
export const itemType = words([
  ['text', '字符型C', '字符型', 'C'],
  ['number', '数值型N', '数值型', 'N'],
  ['money', '货币型Y', '货币型', 'Y'],
  ['date', '日期型D', '日期型', 'D'],
  ['datetime', '日期时间型T', '日期时间型', 'T'],
  ['boolean', '逻辑型L', '逻辑型', 'L'],
  ['memo', '备注型M', '备注型', 'M'],
  ['general', '通用型G', '通用型', 'G'],
  ['double', '双精度型B', '双精度型', 'B'],
  ['integer', '整型I', '整型', 'I'],
  ['float', '浮点型F', '浮点型', 'F'],
]);

export const classified = words([
  [true, '涉密'],
  [false, '非涉密', '不涉密'],
]);
