import { z } from 'zod';
import { change, digest, instant, provenance, random16, usccText, v1 } from './common.js';

/**
 * The resources that departments share, and the three lists about them: what a department has to offer (共享责任清单),
 * what others need (需求清单), what the law keeps back (负面清单). The columns are those of GB/T 21063 and of the guide to
 * catalogues of government information resources (政务信息资源目录编制指南). None of it is about persons or enterprises.
 */

/** A code of the catalogue: that of its category, and the number within it. */
export const resourceCode = z.string().regex(/^[0-9A-Z]{1,30}\/[0-9]{1,12}$/);

/** What a department calls one item of a list of its own. */
export const listId = z.string().regex(/^[0-9A-Z](?:[0-9A-Z-]{0,38}[0-9A-Z])?$/);

/** An information item by the name that grants and queries use; a dot leads into what an item consists of. */
export const itemName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}(\.[a-z][A-Za-z0-9]{0,39}){0,3}$/);

export const itemNames = z.array(itemName).min(1).max(64);

// Spelt out: clients and tools that read the API's description cannot build what matches a class like [^\p{C}].
const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ud800-\\udfff';
const INVISIBLE = `${CONTROLS}\\u0020\\u00a0\\u00ad\\u061c\\u1680\\u180e\\u2000-\\u200f\\u202a-\\u202f\\u205f-\\u206f\\u3000\\ufeff\\ufff9-\\ufffb`;
const LINE = new RegExp(`^[^${INVISIBLE}](?:[^${CONTROLS}]*[^${INVISIBLE}])?$`, 'u');
const FILE_NAME = new RegExp(`^[^${CONTROLS}\\u202a-\\u202e\\u2066-\\u2069/\\\\]{1,120}$`, 'u');

/** One line of text that says something. */
export const lineOf = (most: number): z.ZodString => z.string().max(most).regex(LINE);

/** A day as people write it: 2026-01-05. Whether it exists is asked where it is put. */
const day = z.string().regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);

export const resourceCategory = z.enum(['base', 'theme', 'department']);
export const shareKind = z.enum(['unconditional', 'conditional', 'none']);
/** How often a resource changes, or is needed. */
export const cycle = z.enum(['realtime', 'day', 'week', 'month', 'quarter', 'year', 'irregular']);
export const itemType = z.enum([
  'text',
  'number',
  'money',
  'date',
  'datetime',
  'boolean',
  'memo',
  'general',
  'double',
  'integer',
  'float',
]);

/** 信息项: a name to ask for it by, what people call it, and what it holds. */
export const informationItem = z.strictObject({
  name: itemName,
  title: lineOf(100),
  type: itemType,
  length: z.int().min(1).max(2000000).optional(),
  sensitive: z.boolean(),
});

const resourceFacts = {
  code: resourceCode,
  name: lineOf(100),
  /** 基础, 主题 or 部门. */
  category: resourceCategory,
  /** The department that answers for it. */
  provider: usccText,
  abstract: lineOf(500),
  /** 1 电子文件, 2 电子表格, 3 数据库, 4 图形图像, 5 流媒体, 6 自描述格式, 7 服务接口. */
  format: z.int().min(1).max(7),
  items: z.array(informationItem).min(1).max(200),
  share: shareKind,
  /** On what terms; stated with `conditional`, and only there. */
  condition: lineOf(200).optional(),
  /** 共享方式: by what means it is fetched. */
  method: lineOf(100),
  /** Whether it is open to the public, and on what terms. */
  open: z.boolean(),
  openCondition: lineOf(200).optional(),
  updateCycle: cycle,
  publishedAt: day,
  related: z.array(resourceCode).min(1).max(20).optional(),
  /** 涉密属性: what holds secrets of the state is catalogued at most, and never shared. */
  classified: z.boolean(),
  /** 安全等级, from 1 up. */
  level: z.int().min(1).max(5),
  /** The law by which it is not shared; stated with `none`, and only there. */
  legalBasis: lineOf(200).optional(),
};

const responsibilityFacts = {
  department: usccText,
  id: listId,
  matter: lineOf(100),
  legalBasis: lineOf(200),
  resource: resourceCode,
  /** By when the resource must stand in the catalogue. */
  due: day,
};

const demandFacts = {
  /** Who needs it. */
  department: usccText,
  id: listId,
  matter: lineOf(100),
  purpose: lineOf(200),
  resource: resourceCode,
  fields: itemNames,
  legalBasis: lineOf(200),
  frequency: cycle,
};

const negativeFacts = {
  /** Who answers for the resource. */
  department: usccText,
  id: listId,
  resource: resourceCode,
  /** One item of it; absent: all of it. */
  field: itemName.optional(),
  /** The law that keeps it back. */
  law: lineOf(200),
  /** The last day on which it does: what is kept back is looked at again. */
  until: day,
};

/** Since when an entry is retired, and why. One that is put anew stands again. */
const retired = z.strictObject({ at: instant, reason: lineOf(200) }).optional();

const stored = { retired, ...provenance };
export const resource = z.strictObject({ v: v1, ...resourceFacts, ...stored });
export const responsibility = z.strictObject({ v: v1, ...responsibilityFacts, ...stored });
export const demand = z.strictObject({ v: v1, ...demandFacts, ...stored });
export const negative = z.strictObject({ v: v1, ...negativeFacts, ...stored });

// ── requests: up to 200 entries in one transaction, all or none ────────────────────────────────────────────────

/** The revision an entry was decided on; absent: it must not exist. */
const expectedRevision = { expectedRevision: z.int().min(0).optional() };
const intent = change.intent;

const several = <Entry extends z.ZodType>(
  entry: Entry,
): z.ZodObject<{ v: typeof v1; intent: typeof random16; entries: z.ZodArray<Entry> }> =>
  z.strictObject({ v: v1, intent, entries: z.array(entry).min(1).max(200) });

export const putResource = z.strictObject({ ...resourceFacts, ...expectedRevision });
export const putResponsibility = z.strictObject({ ...responsibilityFacts, ...expectedRevision });
export const putDemand = z.strictObject({ ...demandFacts, ...expectedRevision });
export const putNegative = z.strictObject({ ...negativeFacts, ...expectedRevision });

export const putResources = several(putResource);
export const putResponsibilities = several(putResponsibility);
export const putDemands = several(putDemand);
export const putNegatives = several(putNegative);

const listed = { department: usccText, id: listId };
export const catalogueReference = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('resource'), code: resourceCode }),
  z.strictObject({ kind: z.literal('responsibility'), ...listed }),
  z.strictObject({ kind: z.literal('demand'), ...listed }),
  z.strictObject({ kind: z.literal('negative'), ...listed }),
]);
export const catalogueKind = z.enum(['resource', 'responsibility', 'demand', 'negative']);

export const retireEntries = several(
  z.strictObject({
    entry: catalogueReference,
    reason: lineOf(200),
    expectedRevision: z.int().min(0),
  }),
);

/** One version of a set that is open to the public, by the digests of its file (base64url). */
const openFacts = {
  resource: resourceCode,
  version: z.int().min(1).max(999999),
  fileName: z.string().regex(FILE_NAME),
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/),
  /** Of the file, in bytes. */
  size: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  sha256: digest,
  sm3: digest,
};
/** Never rewritten: a version that was published stays what it was. */
export const openVersion = z.strictObject({
  v: v1,
  ...openFacts,
  /** The department that published it. */
  provider: usccText,
  ...provenance,
});
/** `version` follows the last one. */
export const publishOpenVersion = z.strictObject({ v: v1, intent, ...openFacts });

export type ResourceCategory = z.infer<typeof resourceCategory>;
export type ShareKind = z.infer<typeof shareKind>;
export type Cycle = z.infer<typeof cycle>;
export type ItemType = z.infer<typeof itemType>;
export type InformationItem = z.infer<typeof informationItem>;
export type Resource = z.infer<typeof resource>;
export type Responsibility = z.infer<typeof responsibility>;
export type Demand = z.infer<typeof demand>;
export type Negative = z.infer<typeof negative>;
export type PutResource = z.infer<typeof putResource>;
export type PutResponsibility = z.infer<typeof putResponsibility>;
export type PutDemand = z.infer<typeof putDemand>;
export type PutNegative = z.infer<typeof putNegative>;
export type CatalogueKind = z.infer<typeof catalogueKind>;
export type CatalogueReference = z.infer<typeof catalogueReference>;
export type CatalogueRecord = Resource | Responsibility | Demand | Negative;
export type OpenVersion = z.infer<typeof openVersion>;
