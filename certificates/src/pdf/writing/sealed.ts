import { hash } from 'node:crypto';
import type { Sealer } from '../../seal/sealer.js';
import { EVIDENCE_DIGEST } from '../profile.js';
import type { Canvas, Fonts, Point } from './canvas.js';
import { PdfFile, type Reference } from './file.js';
import type { PageSize } from './ornament.js';
import type { Page, Pages } from './pages.js';
import { SEAL_SIDE } from './round-seal.js';
import { signatureHole, signed } from './signature.js';
import { array, date, dict, hex, number, text } from './values.js';

/** What a sealed file is made of. */
export interface Sheets extends Pages {
  /** Those its pages were set in. */
  readonly fonts: Fonts;
  /** The round seal. */
  readonly picture: Canvas;
  readonly attachment: Attachment;
  readonly title: string;
  readonly author: string;
  /** What pages and attachment are of, ASCII: a reader compares it with the attachment. */
  readonly subject: string;
  readonly at: Date;
}

/** The evidence that goes with the pages. */
export interface Attachment {
  readonly name: string;
  /** JSON. */
  readonly bytes: Buffer;
  /** What it is, in Chinese. */
  readonly description: string;
}

/** Puts pages, attachment and round seal into one file, and signs all of it. */
export const sealedPdf = async (sheets: Sheets, sealer: Sealer): Promise<Uint8Array> => {
  const { fonts, pages, seal, picture, attachment, at } = sheets;
  const file = new PdfFile();
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

  const attached = attach(file, attachment, at);
  const root = file.add(
    dict({
      Type: '/Catalog',
      Pages: tree.text,
      Lang: '(zh-CN)',
      ViewerPreferences: '<< /DisplayDocTitle true >>',
      Names: `<< /EmbeddedFiles << /Names [(${attachment.name}) ${attached.text}] >> >>`,
      AF: array([attached.text]),
      AcroForm: `<< /Fields [${widget.text}] /SigFlags 3 >>`,
      Perms: `<< /DocMDP ${signature.text} >>`,
      [EVIDENCE_DIGEST]: hex(hash('sha256', attachment.bytes, 'buffer')),
      Extensions: '<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 1 >> >>',
    }),
  );
  const info = file.add(
    dict({
      Title: text(sheets.title),
      Author: text(sheets.author),
      Subject: `(${sheets.subject})`,
      Producer: '(Hanlian)',
      CreationDate: date(at),
    }),
  );
  return signed(file.bytes(root, info, idOf(attachment.bytes, at)), sealer);
};

const idOf = (evidence: Buffer, at: Date): Buffer =>
  hash('sha256', Buffer.concat([evidence, Buffer.from(at.toISOString())]), 'buffer').subarray(0, 16);

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

const attach = (file: PdfFile, { name, bytes, description }: Attachment, at: Date): Reference => {
  const params = `<< /Size ${bytes.length} /ModDate ${date(at)} >>`;
  const stream = file.stream(
    { Type: '/EmbeddedFile', Subtype: '/application#2Fjson', Params: params },
    bytes,
  );
  return file.add(
    dict({
      Type: '/Filespec',
      F: `(${name})`,
      UF: `(${name})`,
      Desc: text(description),
      AFRelationship: '/Data',
      EF: `<< /F ${stream.text} /UF ${stream.text} >>`,
    }),
  );
};
