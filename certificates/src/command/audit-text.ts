import { formatInstant } from '@hanlian/chaincode/domain';
import { NOT_SHOWN } from '../audit/limits.js';
import type { AuditReport } from '../audit/report.js';
import { VIOLATIONS, type Violation } from '../audit/violations.js';
import type { Language } from './arguments.js';

/** So many are read; the report has them all. */
const MOST_SHOWN = 100;

/** The report for people. */
export const auditText = (report: AuditReport, language: Language): string =>
  [
    summary(report)[language],
    ...report.violations.slice(0, MOST_SHOWN).map((violation) => violationText(violation, language)),
    ...more(report.violations.length - MOST_SHOWN)[language],
    states(report)[language],
    { zh: '本审计不能证明：', en: 'What this cannot show:' }[language],
    ...report.notShown.map((name) => `  – ${NOT_SHOWN[name][language]}`),
  ].join('\n');

const summary = ({ counts, violations, period }: AuditReport): Record<Language, string> => {
  const { releases, refusals, onward, chains } = counts;
  const products =
    onward === 0
      ? { zh: '', en: '' }
      : { zh: `、交付产品 ${onward} 次`, en: ` and ${onward} products handed on` };
  const when = period === undefined ? '' : ` ${formatInstant(period.from)} – ${formatInstant(period.to)}`;
  return {
    zh: `放出 ${releases} 次、拒绝 ${refusals} 次${products.zh}，回执链 ${chains} 条${when}：违规 ${violations.length} 处。`,
    en: `${releases} releases and ${refusals} refusals${products.en} in ${chains} chains${when}: ${violations.length} violations.`,
  };
};

const violationText = ({ code, ...where }: Violation, language: Language): string =>
  `  ✘ ${code}  ${VIOLATIONS[code][language]} ${JSON.stringify(where)}`;

const more = (count: number): Record<Language, string[]> =>
  count > 0
    ? { zh: [`  另有 ${count} 处，见报告。`], en: [`  ${count} more are in the report.`] }
    : { zh: [], en: [] };

const states = ({ counts }: AuditReport): Record<Language, string> => {
  const { unanswered, unacknowledged, unanchored } = counts;
  return {
    zh: `尚未答复 ${unanswered}，尚未签收 ${unacknowledged}，尚未锚定的回执 ${unanchored}。`,
    en: `Not answered yet: ${unanswered}; not acknowledged yet: ${unacknowledged}; records not anchored yet: ${unanchored}.`,
  };
};
