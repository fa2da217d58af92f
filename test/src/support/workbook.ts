import { ZipFile } from 'yazl';

/** Parts of a workbook by name; a test leaves some out or adds others. */
export type Parts = Readonly<Record<string, string | Buffer>>;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook as spreadsheets save one: shared texts, styles, a hidden sheet before the one that is shown. */
export const workbookParts = (rows: string, more: Parts = {}): Parts => ({
  'xl/workbook.xml':
    `<x:workbook xmlns:x="${MAIN}" xmlns:r="${OFFICE}"><x:sheets>` +
    `<x:sheet name="hidden" sheetId="1" state="hidden" r:id="rId9"/>` +
    `<x:sheet name="证照" sheetId="2" r:id="rId1"/></x:sheets></x:workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${PACKAGE}">` +
    `<Relationship Id="rId9" Type="${OFFICE}/worksheet" Target="worksheets/hidden.xml"/>` +
    `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
  'xl/sharedStrings.xml':
    `<sst xmlns="${MAIN}"><si><t>名称</t></si><si><r><t>甲</t></r><r><t xml:space="preserve">公司 </t></r>` +
    `<rPh sb="0" eb="1"><t>jia</t></rPh></si><si><t>日期</t></si></sst>`,
  'xl/styles.xml':
    `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>` +
    `<numFmt numFmtId="165" formatCode="0.00&quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
    `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
  'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
  ...more,
});

/** Zips parts, each packed as tightly as it goes. */
export async function zipped(parts: Parts): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(parts)) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(text), name);
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
