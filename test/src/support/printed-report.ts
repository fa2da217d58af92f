import { reportPdf, type CreditReport } from '@hanlian/certificates';
import type { ReportWorld } from './report.js';
import { BANK, OFFICE } from './report-consent.js';
import { SOURCE } from './report-entries.js';

const NAMES: Readonly<Record<string, string>> = {
  [OFFICE]: '示例市发展和改革委员会',
  [BANK]: '示例商业银行',
  [SOURCE]: '示例市市场监督管理局',
};

/** A sample report as PDF, signed by its office a few seconds after it was sealed. */
export const printedReport = async (world: ReportWorld, report: CreditReport): Promise<Buffer> => {
  const at = new Date((report.issuedAt + 5) * 1000);
  const named = { nameOf: (code: string) => NAMES[code], at };
  return Buffer.from(await reportPdf(report, named, world.seals.seal));
};
