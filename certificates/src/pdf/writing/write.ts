import { hash } from 'node:crypto';
import type { EvidenceDocument } from '../../document/schema.js';
import type { Sealer } from '../../seal/sealer.js';
import { ATTACHMENT_NAME, EVIDENCE_DIGEST } from '../profile.js';
import { openFonts, type Colour, type Fonts, type Point } from './canvas.js';
import { printedOf, type PrintedType } from './content.js';
import { PdfFile, type Reference } from './file.js';
import type { PageSize } from './ornament.js';
import { pagesOf, type Look, type Page } from './pages.js';
import { roundSeal, SEAL_SIDE } from './round-seal.js';
import { signatureHole, signed } from './signature.js';
import { array, date, dict, hex, number, text } from './values.js';

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

/**
 * Prints a certificate as PDF (ISO 32000-1): pages by its type's layout, the evidence document attached, and the whole
 * signed by the department as PAdES B-B (ETSI EN 319 142-1), so that page and attachment stand or fall together.
 * @throws {HanlianError} CHARACTER_NOT_PRINTABLE
 */
export const certificatePdf = async (printing: Printing, sealer: Sealer): Promise<Uint8Array> => {
  const { document, type, at, issuer, sealedBy = issuer } = printing;
  const file = new PdfFile();
  const fonts = openFonts();
  const printed = printedOf(document, type, issuer);
  const { pages, seal } = pagesOf(fonts, printed, lookOf(printing));
  const picture = roundSeal(fonts, sealedBy);

  const tree = file.reserve();
  const resources = file.reserve();
  const references = pages.map((page) => pageOf(file, page, { tree, resources }));
  const last = references.at(-1) as PageReference;
  const signature = file.reserve();
  const appearance = file.stream(
    {
      Type: '/XObject',
      Subtype: '/Form',
      BBox: array([0, 0, SEAL_SIDE, SEAL_SIDE]),
      Resources: resources.text,
    },
    Buffer.concat([Buffer.from('/Multiply gs\n'), picture.content]),
  );
  const widget = file.add(
    widgetOf({ page: last.reference, place: seal, size: last.size, signature, appearance }),
  );
  references.forEach(({ put }, index) =>
    put(index === references.length - 1 ? array([widget.text]) : undefined),
  );
  file.put(
    tree,
    dict({
      Type: '/Pages',
      Count: references.length,
      Kids: array(references.map((each) => each.reference.text)),
    }),
  );
  file.put(resources, resourcesOf(file, fonts));
  file.put(signature, signatureHole(at));

  const evidence = Buffer.from(JSON.stringify(document));
  const attachment = attach(file, evidence, at);
  const root = file.add(
    dict({
      Type: '/Catalog',
      Pages: tree.text,
      Lang: '(zh-CN)',
      ViewerPreferences: '<< /DisplayDocTitle true >>',
      Names: `<< /EmbeddedFiles << /Names [(${ATTACHMENT_NAME}) ${attachment.text}] >> >>`,
      AF: array([attachment.text]),
      AcroForm: `<< /Fields [${widget.text}] /SigFlags 3 >>`,
      Perms: `<< /DocMDP ${signature.text} >>`,
      [EVIDENCE_DIGEST]: hex(hash('sha256', evidence, 'buffer')),
      Extensions: '<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>',
    }),
  );
  const title = text(`${printed.title} ${printed.serial}`);
  const info = file.add(
    dict({
      Title: title,
      Author: text(issuer),
      Subject: `(${document.id})`,
      Producer: '(Hanlian)',
      CreationDate: date(at),
    }),
  );
  const id = hash('sha256', Buffer.concat([evidence, Buffer.from(at.toISOString())]), 'buffer').subarray(
    0,
    16,
  );
  return signed(file.bytes(root, info, id), sealer);
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

interface PageReference {
  readonly reference: Reference;
  readonly size: PageSize;
  /** Writes the page, once it is known what lies on it. */
  readonly put: (annotations: string | undefined) => void;
}

const pageOf = (
  file: PdfFile,
  { canvas, size }: Page,
  { tree, resources }: { readonly tree: Reference; readonly resources: Reference },
): PageReference => {
  const reference = file.reserve();
  const contents = file.stream({}, canvas.content);
  return {
    reference,
    size,
    put: (annotations) => {
      file.put(
        reference,
        dict({
          Type: '/Page',
          Parent: tree.text,
          MediaBox: array([0, 0, size.width, size.height]),
          Resources: resources.text,
          Contents: contents.text,
          Annots: annotations,
        }),
      );
    },
  };
};

/** Multiplied, the red of the seal leaves the words beneath it readable, as ink does. */
const resourcesOf = (file: PdfFile, fonts: Fonts): string =>
  dict({
    Font: dict({ FR: fonts.regular.embed(file, 'HANLRG').text, FB: fonts.bold.embed(file, 'HANLBD').text }),
    ExtGState: '<< /Multiply << /Type /ExtGState /BM /Multiply >> >>',
  });

interface Widget {
  readonly page: Reference;
  readonly place: Point;
  readonly size: PageSize;
  readonly signature: Reference;
  readonly appearance: Reference;
}

/** The signature's field, whose appearance is the round seal; printed, and locked. */
const widgetOf = ({ page, place, size, signature, appearance }: Widget): string => {
  const bottom = size.height - place.y - SEAL_SIDE;
  return dict({
    Type: '/Annot',
    Subtype: '/Widget',
    FT: '/Sig',
    T: '(Seal)',
    V: signature.text,
    P: page.text,
    F: 132,
    Rect: array([place.x, bottom, place.x + SEAL_SIDE, bottom + SEAL_SIDE].map(number)),
    AP: `<< /N ${appearance.text} >>`,
  });
};

const attach = (file: PdfFile, evidence: Buffer, at: Date): Reference => {
  const params = `<< /Size ${evidence.length} /ModDate ${date(at)} >>`;
  const stream = file.stream(
    { Type: '/EmbeddedFile', Subtype: '/application#2Fjson', Params: params },
    evidence,
  );
  return file.add(
    dict({
      Type: '/Filespec',
      F: `(${ATTACHMENT_NAME})`,
      UF: `(${ATTACHMENT_NAME})`,
      Desc: text('证照存证文件'),
      AFRelationship: '/Data',
      EF: `<< /F ${stream.text} /UF ${stream.text} >>`,
    }),
  );
};
