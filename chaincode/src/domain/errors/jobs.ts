import type { ErrorArea } from './entry.js';

/** Uploads, and jobs that take longer than a request. */
export const JOB_ERRORS = {
  UPLOAD_UNREADABLE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '无法读取上传的文件', en: 'The file cannot be read' },
    next: {
      zh: '请核对文件格式与 Content-Type，另存后重新上传。',
      en: 'Check that the file is what its Content-Type says, save it anew and send it again.',
    },
  },
  UPLOAD_UNSAFE: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '文件含有宏、外部链接、实体，或压缩内容异常',
      en: 'The file holds macros, external links or entities, or is packed suspiciously',
    },
    next: {
      zh: '请另存为不含宏和外部链接的 .xlsx，或改用 CSV。',
      en: 'Save it as .xlsx without macros and external links, or use CSV.',
    },
  },
  UPLOAD_TOO_LARGE: {
    category: 'too_large',
    retryable: false,
    title: { zh: '文件超出行数或解压后大小的上限', en: 'The file has too many rows, or unpacks to too much' },
    next: { zh: '请拆分后分别上传。', en: 'Split it and send the parts.' },
  },
  UPLOAD_EMPTY: {
    category: 'malformed',
    retryable: false,
    title: { zh: '文件没有任何数据行', en: 'The file has no row' },
    next: {
      zh: '请填写至少一行；表格须先有表头。',
      en: 'Fill in at least one row; a table has its header first.',
    },
  },
  UPLOAD_KNOWN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '同样的文件已经上传过', en: 'The same file was sent before' },
    next: {
      zh: '请查看所列任务；被退回的行请在退回文件中更正后再上传。',
      en: 'Look at the job named; correct rejected rows in its reject file and send that.',
    },
  },
  UPLOAD_HAS_ERRORS: {
    category: 'refused',
    retryable: false,
    title: {
      zh: '文件中有错误的行，要求全部正确时不予办理',
      en: 'Rows of the file are wrong, and all were asked for',
    },
    next: {
      zh: '请更正后重新上传，或选择只办理正确的行。',
      en: 'Correct them and send the file again, or choose the good rows only.',
    },
  },
  COLUMN_MISSING: {
    category: 'malformed',
    retryable: false,
    title: { zh: '表头缺少必需的列', en: 'The header lacks a column that is needed' },
    next: { zh: '请补上所列的列。', en: 'Add the column named.' },
  },
  COLUMN_TWICE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '表头中同一列出现两次', en: 'Two columns of the header mean the same' },
    next: { zh: '请只保留一列。', en: 'Keep one of them.' },
  },
  COLUMN_UNKNOWN: {
    category: 'malformed',
    retryable: false,
    title: { zh: '此类文件没有这一列', en: 'Files of this kind have no such column' },
    next: {
      zh: '请使用列名或其中文名称作为表头，或删除该列。',
      en: "Use a column's name or title, or take it out.",
    },
  },
  ROW_RAGGED: {
    category: 'malformed',
    retryable: false,
    title: { zh: '该行的列数多于表头', en: 'The row has more cells than the header' },
    next: { zh: '请核对引号和分隔符。', en: 'Check quotes and separators.' },
  },
  CELL_IS_FORMULA: {
    category: 'malformed',
    retryable: false,
    title: { zh: '单元格是公式而不是值', en: 'The cell is a formula, not a value' },
    next: { zh: '请粘贴为值。', en: 'Paste it as a value.' },
  },
  CELL_INEXACT: {
    category: 'malformed',
    retryable: false,
    title: {
      zh: '单元格以数字保存，已丢失精度或是错误值',
      en: 'The cell is a number that lost digits, or an error',
    },
    next: { zh: '请把该列设为文本格式后重新填写。', en: 'Format the column as text and fill it in again.' },
  },
  BATCH_INCOMPLETE: {
    category: 'conflict',
    retryable: false,
    title: { zh: '批次只办理了一部分', en: 'Only a part of the batch is on the ledger' },
    next: {
      zh: '请查询所列任务中已上链的部分，排除原因后继续办理该任务；请勿重新提交整批。',
      en: 'See in the job named what stands; remove the cause and resume the job. Do not send the batch anew.',
    },
  },
  JOB_NOT_OPEN: {
    category: 'conflict',
    retryable: false,
    title: { zh: '任务当前状态不允许此操作', en: 'The job is not in a state that allows this' },
    next: { zh: '请先查询任务的状态。', en: 'Look at the job first.' },
  },
  JOB_COMMITTED: {
    category: 'conflict',
    retryable: false,
    title: {
      zh: '任务已有部分办理，不能取消',
      en: 'A part of the job is carried out; it cannot be cancelled',
    },
    next: {
      zh: '请让任务办完；已签发的证照按撤销等程序处理。',
      en: 'Let it go on; certificates already issued are annulled one by one.',
    },
  },
} as const satisfies ErrorArea;
