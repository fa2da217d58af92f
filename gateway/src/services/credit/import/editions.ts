/**
 * The columns in which departments report 双公示, the publication of permits and penalties within seven working days.
 * Two sets are in the field: the national one since 2018 (发改办财金〔2018〕424号) and the one Wuhan took in 2016.
 */

/** What of an entry a column states; `fields.*` are parts of its body, columns without any are known and passed over. */
export type Part =
  | 'subject'
  | 'subjectKind'
  | 'document'
  | 'decidedAt'
  | 'until'
  | 'status'
  | 'severity'
  | 'sector'
  | 'organisationCode'
  | 'registration'
  | 'person'
  | 'moreKinds'
  | `fields.${string}`;

export interface Column {
  /** As the standard spells it: `XK_WSH`. */
  readonly name: string;
  /** As its header is printed. */
  readonly title: string;
  readonly part?: Part;
  /** Whether a file without the column is refused. */
  readonly needed?: true;
}

export type Decision = 'permit' | 'penalty';

export interface Edition {
  readonly decision: Decision;
  readonly name: 'national' | 'wuhan';
  readonly columns: readonly Column[];
}

const column = (name: string, title: string, part?: Part): Column => ({ name, title, ...(part && { part }) });
const needed = (name: string, title: string, part: Part): Column => ({ name, title, part, needed: true });

/** No edition has them: how grave a breach is, and the sector whose rules apply (信用修复管理办法, since 2026-04-01). */
const OURS: readonly Column[] = [
  column('SXCD', '失信程度', 'severity'),
  column('SSLY', '所属领域', 'sector'),
];

/** Whom a decision is about, as both national sets say it. */
const subjectOf = (prefix: 'XK' | 'CF'): readonly Column[] => [
  needed(`${prefix}_XDR_MC`, '行政相对人名称', 'fields.subjectName'),
  needed(`${prefix}_XDR_LB`, '行政相对人类别', 'subjectKind'),
  needed(`${prefix}_XDR_SHXYM`, '统一社会信用代码', 'subject'),
  column(`${prefix}_XDR_GSZC`, '工商注册号', 'registration'),
  column(`${prefix}_XDR_ZZJG`, '组织机构代码', 'organisationCode'),
  column(`${prefix}_XDR_SWDJ`, '税务登记号'),
  column(`${prefix}_XDR_SYDW`, '事业单位证书号'),
  column(`${prefix}_XDR_SHZZ`, '社会组织登记证号'),
  column(`${prefix}_FRDB`, '法定代表人', 'fields.legalRepresentative'),
  // A representative's own numbers say nothing of the enterprise: they go no further than the file.
  column(`${prefix}_FR_ZJLX`, '法定代表人证件类型'),
  column(`${prefix}_FR_ZJHM`, '法定代表人证件号码'),
  column(`${prefix}_XDR_ZJLX`, '证件类型'),
  column(`${prefix}_XDR_ZJHM`, '证件号码', 'person'),
];

const NATIONAL_PERMIT: Edition = {
  decision: 'permit',
  name: 'national',
  columns: [
    ...subjectOf('XK'),
    column('XK_XKWS', '行政许可决定文书名称', 'fields.documentName'),
    needed('XK_WSH', '行政许可决定文书号', 'document'),
    needed('XK_XKLB', '许可类别', 'fields.kind'),
    column('XK_XKZS', '许可证书名称', 'fields.certificateName'),
    column('XK_XKBH', '许可编号', 'fields.certificateNumber'),
    needed('XK_NR', '许可内容', 'fields.content'),
    needed('XK_JDRQ', '许可决定日期', 'decidedAt'),
    column('XK_YXQZ', '有效期自', 'fields.validFrom'),
    column('XK_YXQZI', '有效期至', 'fields.validTo'),
    needed('XK_XKJG', '许可机关', 'fields.authority'),
    column('XK_XKJGDM', '许可机关统一社会信用代码', 'fields.authorityCode'),
    column('XK_ZT', '当前状态', 'status'),
    column('XK_LYDW', '数据来源单位', 'fields.provider'),
    column('XK_LYDWDM', '数据来源单位统一社会信用代码', 'fields.providerCode'),
    column('BZ', '备注', 'fields.remark'),
  ],
};

const NATIONAL_PENALTY: Edition = {
  decision: 'penalty',
  name: 'national',
  columns: [
    ...subjectOf('CF'),
    needed('CF_WSH', '行政处罚决定书文号', 'document'),
    needed('CF_WFXW', '违法行为类型', 'fields.conduct'),
    needed('CF_SY', '违法事实', 'fields.facts'),
    needed('CF_YJ', '处罚依据', 'fields.legalBasis'),
    needed('CF_CFLB', '处罚类别', 'fields.kind'),
    needed('CF_NR', '处罚内容', 'fields.content'),
    column('CF_NR_FK', '罚款金额(万元)', 'fields.fine'),
    column('CF_NR_WFFF', '没收违法所得、没收非法财物的金额(万元)', 'fields.confiscated'),
    column('CF_NR_ZKDX', '暂扣或吊销证照名称及编号', 'fields.certificate'),
    needed('CF_JDRQ', '处罚决定日期', 'decidedAt'),
    column('CF_YXQ', '处罚有效期', 'fields.validTo'),
    column('CF_GSJZQ', '公示截止期', 'until'),
    needed('CF_CFJG', '处罚机关', 'fields.authority'),
    column('CF_CFJGDM', '处罚机关统一社会信用代码', 'fields.authorityCode'),
    column('CF_ZT', '当前状态', 'status'),
    column('CF_SJLY', '数据来源单位', 'fields.provider'),
    column('CF_SJLYDM', '数据来源单位统一社会信用代码', 'fields.providerCode'),
    column('BZ', '备注', 'fields.remark'),
    ...OURS,
  ],
};

/** What both sets of 2016 say of the subject besides its name. */
const codesOf2016 = (prefix: 'XK' | 'CF'): readonly Column[] => [
  needed(`${prefix}_XDR_SHXYM`, '统一社会信用代码', 'subject'),
  column(`${prefix}_XDR_ZDM`, '组织机构代码', 'organisationCode'),
  column(`${prefix}_XDR_GSDJ`, '工商登记码', 'registration'),
  column(`${prefix}_XDR_SWDJ`, '税务登记号'),
  column(`${prefix}_XDR_SFZ`, '居民身份证号', 'person'),
  column(`${prefix}_FR`, '法定代表人姓名', 'fields.legalRepresentative'),
];

/** Where the row comes from, and when it was made. */
const END_OF_2016: readonly Column[] = [
  column('DFBM', '地方编码'),
  column('SJC', '数据更新时间戳'),
  column('BZ', '备注', 'fields.remark'),
];

const WUHAN_PERMIT: Edition = {
  decision: 'permit',
  name: 'wuhan',
  columns: [
    needed('XK_WSH', '行政许可决定书文号', 'document'),
    needed('XK_XMMC', '项目名称', 'fields.documentName'),
    needed('XK_SPLB', '审批类别', 'fields.kind'),
    needed('XK_NR', '许可内容', 'fields.content'),
    needed('XK_XDR', '行政相对人名称', 'fields.subjectName'),
    ...codesOf2016('XK'),
    needed('XK_JDRQ', '许可决定日期', 'decidedAt'),
    column('XK_JZQ', '许可截止期', 'fields.validTo'),
    needed('XK_XZJG', '许可机关', 'fields.authority'),
    column('XK_ZT', '当前状态', 'status'),
    ...END_OF_2016,
    column('QTXX', '其他信息'),
    column('SJMC', '省级名称'),
  ],
};

const WUHAN_PENALTY: Edition = {
  decision: 'penalty',
  name: 'wuhan',
  columns: [
    needed('CF_WSH', '行政处罚决定书文号', 'document'),
    column('CF_CFMC', '处罚名称', 'fields.conduct'),
    column('CF_AJMC', '案件名称', 'fields.caseName'),
    needed('CF_CFLB1', '处罚类别1', 'fields.kind'),
    column('CF_CFLB2', '处罚类别2', 'moreKinds'),
    needed('CF_SY', '处罚事由', 'fields.facts'),
    needed('CF_YJ', '处罚依据', 'fields.legalBasis'),
    needed('CF_XDR_MC', '行政相对人名称', 'fields.subjectName'),
    ...codesOf2016('CF'),
    needed('CF_JG', '处罚结果', 'fields.content'),
    needed('CF_JDRQ', '处罚决定日期', 'decidedAt'),
    column('CF_JZRQ', '处罚截止日期', 'fields.validTo'),
    needed('CF_XZJG', '处罚机关', 'fields.authority'),
    column('CF_ZT', '当前状态', 'status'),
    column('GSQX', '公示期限', 'until'),
    ...END_OF_2016,
    column('QT', '其他'),
    ...OURS,
  ],
};

export const EDITIONS: readonly Edition[] = [NATIONAL_PERMIT, NATIONAL_PENALTY, WUHAN_PERMIT, WUHAN_PENALTY];
