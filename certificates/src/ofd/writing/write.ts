import { hash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { HanlianError } from '@hanlian/chaincode/domain';
import { ZipFile } from 'yazl';
import { printedOf } from '../../pdf/writing/content.js';
import type { Printing } from '../../pdf/writing/write.js';
import type { Sealer } from '../../seal/sealer.js';
import { ENTRY, EVIDENCE } from '../container.js';
import { PAGE, pagesOf } from './page.js';
import { makeSeal, SEAL_SIZE, setSeal } from './ses.js';
import { escaped, sealPicture, xml } from './xml.js';

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const DOCUMENT = '/Doc_0/Document.xml';
const RESOURCES = '/Doc_0/PublicRes.xml';
const ATTACHMENTS = '/Doc_0/Attachs/Attachments.xml';
const EVIDENCE_FILE = '/Doc_0/Attachs/evidence.json';
const SIGNATURES = '/Doc_0/Signs/Signatures.xml';
const SIGN = '/Doc_0/Signs/Sign_0';
const SIGNED_INFO = `${SIGN}/Signature.xml`;
const SIGNED_VALUE = `${SIGN}/SignedValue.dat`;
const SEAL = `${SIGN}/Seal.esl`;
/** SM3 with SM2, by its identifier (GM/T 0006). */
const SM2_WITH_SM3 = '1.2.156.10197.1.501';
const FONT_ID = 1;
const FIRST_PAGE_ID = 10;
const LONGEST_ID = 1_000_000;

/** What an OFD is made from. */
export type OfdPrinting = Pick<Printing, 'document' | 'type' | 'issuer' | 'at'>;

/**
 * A certificate as OFD (GB/T 33190): its pages, the evidence document attached, and the department's seal over every file
 * (GB/T 38540, version 4). Letters are drawn by the reader's own font.
 * @throws {HanlianError} FIELD_INVALID for a seal that is not of SM2
 */
export const certificateOfd = async (printing: OfdPrinting, sealer: Sealer): Promise<Uint8Array> => {
  if (sealer.algorithm !== 'SM2') {
    throw new HanlianError('FIELD_INVALID', 'An OFD is sealed by a key of SM2', { field: 'sealer' });
  }
  const { document, type, issuer, at } = printing;
  const pages = pagesOf(printedOf(document, type, issuer));
  const seal = await makeSeal(sealer, issuer, sealPicture(issuer));
  const files = new Map<string, Buffer>([
    ...describe({ id: document.id, title: type.name.zh, pages: pages.length, at }),
    ...pages.map((page, index): [string, Buffer] => [pagePath(index), Buffer.from(page)]),
    [EVIDENCE_FILE, Buffer.from(JSON.stringify(document))],
    [SEAL, seal],
  ]);
  const info = Buffer.from(signedInfo(files, pages.length, at));
  const value = await setSeal(sealer, seal, { path: SIGNED_INFO, bytes: info }, at);
  return zip(files.set(SIGNED_INFO, info).set(SIGNED_VALUE, value), at);
};

const pagePath = (index: number): string => `/Doc_0/Pages/Page_${index}/Content.xml`;
const pageId = (index: number): number => FIRST_PAGE_ID + index;

const describe = (facts: { id: string; title: string; pages: number; at: Date }): [string, Buffer][] => {
  const { id, title, pages, at } = facts;
  const list = Array.from({ length: pages }, (_, index) => index);
  const texts: [string, string][] = [
    [
      ENTRY,
      `<ofd:OFD ${NAMESPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>` +
        `<ofd:DocID>${hash('sm3', id, 'hex').slice(0, 32)}</ofd:DocID><ofd:Title>${escaped(title)}</ofd:Title>` +
        `<ofd:CreationDate>${at.toISOString().slice(0, 10)}</ofd:CreationDate></ofd:DocInfo>` +
        `<ofd:DocRoot>${DOCUMENT}</ofd:DocRoot><ofd:Signatures>${SIGNATURES}</ofd:Signatures></ofd:DocBody></ofd:OFD>`,
    ],
    [
      DOCUMENT,
      `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>${LONGEST_ID}</ofd:MaxUnitID><ofd:PageArea>` +
        `<ofd:PhysicalBox>0 0 ${PAGE.width} ${PAGE.height}</ofd:PhysicalBox></ofd:PageArea>` +
        `<ofd:PublicRes>${RESOURCES}</ofd:PublicRes></ofd:CommonData><ofd:Pages>` +
        list.map((i) => `<ofd:Page ID="${pageId(i)}" BaseLoc="${pagePath(i)}"/>`).join('') +
        `</ofd:Pages><ofd:Attachments>${ATTACHMENTS}</ofd:Attachments></ofd:Document>`,
    ],
    [
      RESOURCES,
      `<ofd:Res ${NAMESPACE} BaseLoc="Res"><ofd:Fonts>` +
        `<ofd:Font ID="${FONT_ID}" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>`,
    ],
    [
      ATTACHMENTS,
      `<ofd:Attachments ${NAMESPACE}><ofd:Attachment ID="${EVIDENCE}" Name="${EVIDENCE}" Format="json">` +
        `<ofd:FileLoc>${EVIDENCE_FILE}</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`,
    ],
    [
      SIGNATURES,
      `<ofd:Signatures ${NAMESPACE}><ofd:MaxSignId>1</ofd:MaxSignId>` +
        `<ofd:Signature ID="1" Type="Seal" BaseLoc="${SIGNED_INFO}"/></ofd:Signatures>`,
    ],
  ];
  return texts.map(([path, text]) => [path, Buffer.from(xml(text))]);
};

/** What the seal covers: every file there is, by its SM3 digest; its picture stands at the foot of the last page. */
const signedInfo = (files: ReadonlyMap<string, Buffer>, pages: number, at: Date): string => {
  const place = [PAGE.width - 2 * SEAL_SIZE, PAGE.height - SEAL_SIZE - 10, SEAL_SIZE, SEAL_SIZE].join(' ');
  const references = [...files].map(
    ([path, bytes]) =>
      `<ofd:Reference FileRef="${path}"><ofd:CheckValue>${hash('sm3', bytes, 'base64')}</ofd:CheckValue></ofd:Reference>`,
  );
  return xml(
    `<ofd:Signature ${NAMESPACE}><ofd:SignedInfo><ofd:Provider ProviderName="hanlian"/>` +
      `<ofd:SignatureMethod>${SM2_WITH_SM3}</ofd:SignatureMethod>` +
      `<ofd:SignatureDateTime>${at.toISOString().replace(/[-:]|\.\d+/g, '')}</ofd:SignatureDateTime>` +
      `<ofd:References CheckMethod="SM3">${references.join('')}</ofd:References>` +
      `<ofd:StampAnnot ID="1" PageRef="${pageId(pages - 1)}" Boundary="${place}"/>` +
      `<ofd:Seal><ofd:BaseLoc>${SEAL}</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>` +
      `<ofd:SignedValue>${SIGNED_VALUE}</ofd:SignedValue></ofd:Signature>`,
  );
};

/** Names in a container begin with a slash, those of an archive do not. */
const zip = (files: ReadonlyMap<string, Buffer>, mtime: Date): Promise<Buffer> => {
  const archive = new ZipFile();
  for (const [path, bytes] of files) archive.addBuffer(bytes, path.slice(1), { mtime });
  archive.end();
  return buffer(archive.outputStream);
};
