import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Sealer } from '../../seal/sealer.js';
import { readReport } from '../../report/read.js';
import { reportFile, type CreditReport } from '../../report/schema.js';
import { ATTACHMENT_NAME } from '../profile.js';
import { openFonts } from '../writing/canvas.js';
import { roundSeal } from '../writing/round-seal.js';
import { sealedPdf } from '../writing/sealed.js';
import { printedReport, type NameOf } from './content.js';
import { reportPages } from './pages.js';

const SEAL_KIND = '信用信息专用章';

/**
 * Prints a credit report as PDF, the report itself attached, the whole signed by its office as PAdES B-B: as a certificate's
 * PDF is.
 * @throws {HanlianError} CHARACTER_NOT_PRINTABLE
 */
export const reportPdf = async (
  report: CreditReport,
  { nameOf, at }: { readonly nameOf: NameOf; readonly at: Date },
  sealer: Sealer,
): Promise<Uint8Array> => {
  const bytes = Buffer.from(reportFile(report));
  const printed = printedReport(readReport(bytes, nodeHashes.sha256), nameOf);
  const fonts = openFonts();
  return sealedPdf(
    {
      ...reportPages(fonts, printed),
      fonts,
      picture: roundSeal(fonts, printed.office, SEAL_KIND),
      attachment: { name: ATTACHMENT_NAME.report, bytes, description: '信用报告（可离线核验）' },
      title: `公共信用信息报告 ${report.id}`,
      author: printed.office,
      subject: report.id,
      at,
    },
    sealer,
  );
};
