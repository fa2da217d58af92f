import type { Bilingual } from '@hanlian/chaincode/domain';

/** What an audit may find wrong, in words. Codes are stable, and stand on the ledger where a finding is reported. */
export const VIOLATIONS = {
  REVISION_MISSING: {
    zh: '日志中的一个版本，或一个部门的登记证明，未随证据提供',
    en: 'The evidence leaves out a revision that the log tells of, or the proof of a department',
  },
  REVISION_FORGED: {
    zh: '证据中的记录不在日志中',
    en: 'A record of the evidence is none that the log tells of',
  },
  RECEIPT_MALFORMED: { zh: '不是回执', en: 'This is no receipt' },
  RECEIPT_FORGED: {
    zh: '回执不是提供方所签',
    en: 'The receipt is not signed by the provider it names',
  },
  RECEIPT_MISSING: {
    zh: '回执链有缺号',
    en: 'Records of the chain are missing',
  },
  RECEIPT_FORKED: {
    zh: '同一序号有两份不同的回执',
    en: 'Two records have one number',
  },
  RECEIPT_ALTERED: {
    zh: '回执与其后续回执或链上锚定不符',
    en: 'The record is not the one that the next record or the anchor on the ledger names',
  },
  RECEIPT_TIME_WRONG: {
    zh: '回执时间早于前一回执，或晚于锚定时间',
    en: 'The record is dated before the one it follows, or after it was anchored',
  },
  QUERY_FORGED: {
    zh: '查询不是需求方所签',
    en: 'The query is not signed by the requester it names',
  },
  QUERY_REPLAYED: { zh: '同一查询被受理两次', en: 'One query was taken twice' },
  RELEASE_UNASKED: { zh: '放出数据而无查询', en: 'Data was released that no query asked for' },
  ANSWERED_TWICE: { zh: '同一查询被答复两次', en: 'One query was answered twice' },
  RELEASE_BEYOND_QUERY: {
    zh: '放出的内容超出查询',
    en: 'More was released than the query asked for',
  },
  GRANT_UNKNOWN: {
    zh: '所称授权或其版本不在账本中',
    en: 'The ledger knows no such grant, or not in that revision',
  },
  RELEASE_NOT_COVERED: {
    zh: '授权当时不覆盖该次放出',
    en: 'The grant did not cover the release at that moment',
  },
  RELEASE_STALE: {
    zh: '放出所依据的账本状态已过时',
    en: 'The release went by a state of the ledger that was out of date',
  },
  ONWARD_NOT_COVERED: {
    zh: '授权当时不允许向该单位交付该产品',
    en: 'The grant did not let that product be handed on to that recipient at that moment',
  },
  ONWARD_NOT_RELEASED: {
    zh: '所交付的产品超出依该授权放出给运营单位的内容',
    en: 'The product is not made of what was released to its operator under that grant',
  },
  ONWARD_STALE: {
    zh: '交付所依据的账本状态已过时',
    en: 'The product was handed on by a state of the ledger that was out of date',
  },
  LEASE_UNKNOWN: { zh: '所称配额租约不在账本中', en: 'The ledger knows no such lease' },
  LEASE_STALE: {
    zh: '配额租约不属于该期间',
    en: 'The lease is for another window of time than the release',
  },
  LEASE_OVERSPENT: {
    zh: '配额租约超用或重复使用',
    en: 'The lease was used beyond its size, or one use of it twice',
  },
  ACKNOWLEDGEMENT_FORGED: {
    zh: '签收不是需求方或接收单位所签',
    en: 'The acknowledgement is not signed by the requester or recipient it names',
  },
  ACKNOWLEDGEMENT_UNRECORDED: {
    zh: '签收的放出或交付，提供方或运营单位没有记录',
    en: 'What somebody acknowledges is in no record of whoever is said to have given it',
  },
  ANCHOR_WRONG: {
    zh: '链上锚定与回执不符',
    en: 'The anchor on the ledger is not over these records',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type ViolationCode = keyof typeof VIOLATIONS;

/** One thing that is wrong, and where. */
export interface Violation {
  readonly code: ViolationCode;
  readonly provider?: string;
  readonly requester?: string;
  /** The record's number in the chain of the two; with `to`: from this one to that. */
  readonly seq?: number;
  readonly to?: number;
  readonly query?: string;
  readonly grant?: string;
  /** A key of the ledger. */
  readonly key?: string;
  /** What exactly, by a code or a field's name. */
  readonly reason?: string;
  readonly file?: string;
  readonly line?: number;
}
