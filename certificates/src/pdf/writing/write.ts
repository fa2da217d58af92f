import type { EvidenceDocument } from '../../document/schema.js';
import type { Sealer } from '../../seal/sealer.js';
import { ATTACHMENT_NAME } from '../profile.js';
import { openFonts, type Colour } from './canvas.js';
import { printedOf, type PrintedType } from './content.js';
import { pagesOf, type Look } from './pages.js';
import { roundSeal } from './round-seal.js';
import { sealedPdf } from './sealed.js';

/** All that a certificate's pages are made from. */
export interface Printing {
  readonly document: EvidenceDocument;
  /** The type, by the revision its batch names. */
  readonly type: PrintedType;
  /** The issuer's name, as it stands on the certificate. */
  readonly issuer: string;
  /** The name in the round seal; the issuer's unless another department has taken its place since. */
  readonly sealedBy?: string;
  /** Where the certificate's sheet is; without one the code holds the identifier. */
  readonly link?: string | undefined;
  /** Of a certificate that is not in force, in Chinese. */
  readonly warning?: Look['warning'];
  readonly at: Date;
}

const A4 = { short: 595.28, long: 841.89 };
const USUAL_ACCENT = '#94602a';
const SEAL_KIND = '电子证照专用章';

/**
 * Prints a certificate as PDF (ISO 32000-1): pages by its type's layout, the evidence document attached, and the whole
 * signed by the department as PAdES B-B (ETSI EN 319 142-1), so that page and attachment stand or fall together.
 * @throws {HanlianError} CHARACTER_NOT_PRINTABLE
 */
export const certificatePdf = async (printing: Printing, sealer: Sealer): Promise<Uint8Array> => {
  const { document, type, at, issuer, sealedBy = issuer } = printing;
  const fonts = openFonts();
  const printed = printedOf(document, type, issuer);
  const sheets = {
    ...pagesOf(fonts, printed, lookOf(printing)),
    fonts,
    picture: roundSeal(fonts, sealedBy, SEAL_KIND),
    attachment: {
      name: ATTACHMENT_NAME.certificate,
      bytes: Buffer.from(JSON.stringify(document)),
      description: '证照存证文件',
    },
    title: `${printed.title} ${printed.serial}`,
    author: issuer,
    subject: document.id,
    at,
  };
  return sealedPdf(sheets, sealer);
};

const lookOf = ({ type, document, link, warning }: Printing): Look => {
  const isPortrait = type.layout?.page === 'portrait';
  return {
    size: isPortrait ? { width: A4.short, height: A4.long } : { width: A4.long, height: A4.short },
    accent: colourOf(type.layout?.accent ?? USUAL_ACCENT),
    code: link ?? document.id,
    warning,
  };
};

const colourOf = (text6: string): Colour =>
  [1, 3, 5].map((at) => Number.parseInt(text6.slice(at, at + 2), 16) / 255) as unknown as Colour;
