import { startOfDate, type Bilingual, type JsonObject } from '@hanlian/chaincode/domain';

/** A rule set as the registry takes it. */
export interface SampleRuleSet {
  readonly name: string;
  readonly since: number;
  readonly source: Bilingual;
  readonly body: JsonObject;
}

/** 《失信行为纠正后的信用信息修复管理办法（试行）》, 国家发展改革委令第58号. */
const SINCE_2023 = startOfDate('2023-05-01');
/** 《信用修复管理办法》, 国家发展改革委 2025-11-19, in force since: */
const SINCE_2026 = startOfDate('2026-04-01');

const ORDER_58: Bilingual = {
  zh: '失信行为纠正后的信用信息修复管理办法（试行）（国家发展改革委令第58号）',
  en: 'Trial measures on repairing credit information, NDRC order 58 (2023)',
};
const MEASURES_2026: Bilingual = {
  zh: '信用修复管理办法（自2026年4月1日起施行）',
  en: 'Measures on credit repair, in force since 1 April 2026',
};

/** Lists have rules of their own, whichever measures are in force. */
const LISTS: readonly JsonObject[] = [
  {
    clause: '司法裁判及执行信息由人民法院决定',
    when: { categories: ['judicial'] },
    shown: 'always',
    minMonths: 0,
    repair: 'never',
  },
  {
    clause: '经营异常名录：纠正后申请移出',
    when: { categories: ['abnormalOperation'] },
    shown: 'always',
    minMonths: 0,
    repair: 'onFulfilment',
  },
  {
    clause: '严重失信主体名单：满一年可申请移出，最长三年',
    when: { categories: ['seriousDishonesty'] },
    shown: 'always',
    minMonths: 12,
    maxMonths: 36,
    repair: 'afterMin',
  },
];

const PUBLICATION_2023: JsonObject = {
  older: 'current',
  terms: [
    ...LISTS,
    {
      clause: '简易程序的处罚、警告、通报批评不予公示',
      when: { severities: ['minor'] },
      shown: 'never',
      minMonths: 0,
      repair: 'onFulfilment',
    },
    {
      clause: '食品、药品、特种设备、安全生产、消防：最短一年',
      when: { sectors: ['food', 'drug', 'specialEquipment', 'workSafety', 'fire'] },
      shown: 'always',
      minMonths: 12,
      maxMonths: 36,
      repair: 'afterMin',
    },
    {
      clause: '最短三个月，最长三年',
      when: {},
      shown: 'always',
      minMonths: 3,
      maxMonths: 36,
      repair: 'afterMin',
    },
  ],
};

const PUBLICATION_2026: JsonObject = {
  older: 'milder',
  terms: [
    ...LISTS,
    {
      clause: '轻微：原则上不予公示，确需公示的最长三个月',
      when: { severities: ['minor'] },
      shown: 'onRequest',
      minMonths: 0,
      maxMonths: 3,
      repair: 'onFulfilment',
    },
    {
      clause: '一般：最短三个月，最长一年',
      when: { severities: ['general'] },
      shown: 'always',
      minMonths: 3,
      maxMonths: 12,
      repair: 'afterMin',
    },
    {
      clause: '严重：最短一年，最长三年',
      when: {},
      shown: 'always',
      minMonths: 12,
      maxMonths: 36,
      repair: 'afterMin',
    },
  ],
};

const GROUNDS: JsonObject = {
  dutyNotFulfilled: '法定责任未履行完毕',
  commitmentMissing: '未作出信用承诺',
  evidenceIncomplete: '证明材料不全',
  evidenceFalse: '证明材料虚假',
  excludedByLaw: '法律法规规定不予修复',
};

const repair = (acceptWorkingDays: number, decideWorkingDays: number): JsonObject => ({
  acceptWorkingDays,
  decideWorkingDays,
  grounds: GROUNDS,
});

const adverse = (
  categories: readonly string[],
  points: number,
  most: number,
  severities: readonly string[] = ['minor', 'general', 'serious'],
): JsonObject => ({ when: { categories: [...categories], severities: [...severities] }, points, most });

const good = (category: string, points: number, most: number): JsonObject => ({
  when: { categories: [category] },
  points,
  most,
});

const model = (version: string, generalPenalty: number): JsonObject => ({
  version,
  clause: `公共信用综合评价模型（示例）${version}`,
  base: 750,
  weights: [
    adverse(['seriousDishonesty'], -500, 500),
    adverse(['abnormalOperation'], -150, 150),
    adverse(['penalty'], -120, 400, ['serious']),
    adverse(['penalty'], generalPenalty, 250, ['general']),
    adverse(['penalty'], -10, 50, ['minor']),
    adverse(['judicial'], -80, 320),
    adverse(['coercion', 'levy', 'ruling', 'inspection'], -20, 100),
    adverse(['contract', 'commitment', 'rating'], -40, 160),
    good('honour', 40, 80),
    good('reward', 20, 40),
    good('commitment', 10, 40),
    good('contract', 10, 40),
    good('permit', 5, 20),
  ],
  ages: [
    { months: 12, percent: 100 },
    { months: 24, percent: 60 },
    { months: 36, percent: 30 },
  ],
  disputedPercent: 50,
  ceilings: [
    { when: { categories: ['seriousDishonesty'] }, grade: 'D' },
    { when: { categories: ['abnormalOperation'] }, grade: 'C' },
  ],
  grades: [
    { grade: 'A', from: 800 },
    { grade: 'B', from: 700 },
    { grade: 'C', from: 550 },
    { grade: 'D', from: 0 },
  ],
});

const MODEL_SOURCE: Bilingual = { zh: '示例市公共信用综合评价模型', en: "Sample city's credit model" };

/**
 * The rules of credit the sample city begins with, newest first: none may begin behind one already in force. Periods and
 * severities follow the measures; days of the procedure, lists and the model are the sample's own, to be replaced by the
 * city's.
 */
export const CREDIT_RULE_SETS: readonly SampleRuleSet[] = [
  { name: 'credit-publication', since: SINCE_2026, source: MEASURES_2026, body: PUBLICATION_2026 },
  { name: 'credit-publication', since: SINCE_2023, source: ORDER_58, body: PUBLICATION_2023 },
  { name: 'credit-repair', since: SINCE_2026, source: MEASURES_2026, body: repair(2, 10) },
  { name: 'credit-repair', since: SINCE_2023, source: ORDER_58, body: repair(3, 10) },
  {
    name: 'credit-duty',
    since: SINCE_2023,
    source: { zh: '行政许可和行政处罚信用信息双公示要求', en: 'Rules on publishing permits and penalties' },
    body: {
      reportWorkingDays: 7,
      reportClause: '自作出决定之日起七个工作日内报送',
      stopUseWorkingDays: 3,
      stopUseClause: '修复后三个工作日内停止共享和使用',
    },
  },
  { name: 'credit-model', since: SINCE_2026, source: MODEL_SOURCE, body: model('2.0', -50) },
  { name: 'credit-model', since: SINCE_2023, source: MODEL_SOURCE, body: model('1.0', -60) },
];
