import type { ErrorArea } from './entry.js';

/** The catalogue of resources and the lists about it. */
export const RESOURCE_ERRORS = {
  RESOURCE_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '资源目录中没有该资源', en: 'The catalogue has no such resource' },
    next: {
      zh: '请核对资源代码；尚未编目的资源请先编目。',
      en: "Check the resource's code; one that is not catalogued yet is catalogued first.",
    },
  },
  CATALOGUE_ENTRY_UNKNOWN: {
    category: 'not_found',
    retryable: false,
    title: { zh: '目录或清单中没有该条目', en: 'The catalogue or the list has no such entry' },
    next: {
      zh: '请核对部门、编号和修订号。',
      en: "Check the department, the entry's number and the revision.",
    },
  },
  CATALOGUE_ENTRY_DUPLICATE: {
    category: 'malformed',
    retryable: false,
    title: { zh: '同一请求中条目重复', en: 'An entry stands twice in the request' },
    next: { zh: '请只保留一条。', en: 'Leave one of the two out.' },
  },
  CATALOGUE_ENTRY_RETIRED: {
    category: 'refused',
    retryable: false,
    title: { zh: '该条目已停用', en: 'The entry is retired' },
    next: {
      zh: '如需恢复，请重新编入该条目。',
      en: 'If it is needed again, put the entry anew.',
    },
  },
  DEMAND_BEYOND_RESOURCE: {
    category: 'refused',
    retryable: false,
    title: { zh: '需求超出资源的信息项范围', en: 'The demand asks for items the resource does not have' },
    next: {
      zh: '请只列资源目录中的信息项；确需新增的，请提供部门先更新目录。',
      en: "Name the resource's own items; if another is needed, its provider adds it to the catalogue first.",
    },
  },
  PROVIDER_NOT_ALLOWED: {
    category: 'forbidden',
    retryable: false,
    title: { zh: '该类机构不编制目录和清单', en: 'An organisation of this kind keeps no catalogue' },
    next: {
      zh: '目录、责任清单和负面清单由政务部门编制。',
      en: 'Catalogue, responsibility and negative lists are kept by government departments.',
    },
  },
  FILE_PLAN_CHANGED: {
    category: 'conflict',
    retryable: false,
    title: {
      zh: '文件将引起的变更与校核时所示不同',
      en: 'The file would change something else than its check has shown',
    },
    next: {
      zh: '请重新校核该文件，看过差异后再写入。',
      en: 'Check the file again, look at the differences, and write it with the new plan.',
    },
  },
  RESOURCE_NOT_OPEN: {
    category: 'refused',
    retryable: false,
    title: { zh: '该资源未向社会开放', en: 'The resource is not open to the public' },
    next: {
      zh: '请先在资源目录中登记开放属性，再发布开放数据版本。',
      en: 'Say in the catalogue that it is open, then publish versions of it.',
    },
  },
  OPEN_VERSION_OUT_OF_ORDER: {
    category: 'conflict',
    retryable: false,
    title: { zh: '开放数据版本号不连续', en: 'The version does not follow the last one' },
    next: {
      zh: '请读取最新版本号，加一后再发布。',
      en: 'Read the newest version, and publish the one after it.',
    },
  },
} as const satisfies ErrorArea;
