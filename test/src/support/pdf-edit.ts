import { deflateSync } from 'node:zlib';
import type { Sealer } from '@hanlian/certificates';

const OBJECT = /(\d+) 0 obj\n([\s\S]*?)\nendobj\n/g;
const RANGE = /\/ByteRange \[[^\]]*\]/;
const CONTENTS = /\/Contents (<[0-9A-Fa-f]*>)/;

/**
 * A PDF of ours with its objects changed by somebody who knows the format: offsets, table and byte range are made right
 * again. `edit` gets an object's text in Latin-1.
 */
export const edited = (pdf: Buffer, edit: (object: string) => string): Buffer => {
  const text = pdf.toString('latin1');
  const header = text.slice(0, text.indexOf('1 0 obj'));
  const trailer = text.slice(text.indexOf('trailer\n'), text.lastIndexOf('startxref'));
  let body = header;
  const offsets: number[] = [];
  for (const [, number, object] of text.slice(0, text.lastIndexOf('xref\n0 ')).matchAll(OBJECT)) {
    offsets.push(body.length);
    body += `${number} 0 obj\n${edit(object as string)}\nendobj\n`;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries}`;
  const whole = `${body}${table}${trailer}startxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(withRange(whole), 'latin1');
};

const withRange = (text: string): string => {
  const contents = CONTENTS.exec(text);
  if (!contents) return text;
  const start = contents.index + '/Contents '.length;
  const end = start + (contents[1] as string).length;
  const range = [0, start, end, text.length - end].map((each) => String(each).padStart(10, '0'));
  return text.replace(RANGE, `/ByteRange [${range.join(' ')}]`);
};

/** The same, signed anew by a key. */
export const signedAnew = async (pdf: Buffer, sealer: Sealer): Promise<Buffer> => {
  const text = pdf.toString('latin1');
  const contents = CONTENTS.exec(text) as RegExpExecArray;
  const start = contents.index + '/Contents '.length;
  const end = start + (contents[1] as string).length;
  const signature = await sealer.sealPdf(Buffer.concat([pdf.subarray(0, start), pdf.subarray(end)]));
  const room = end - start - 2;
  const filled = Buffer.from(signature).toString('hex').padEnd(room, '0');
  return Buffer.from(`${text.slice(0, start + 1)}${filled}${text.slice(end - 1)}`, 'latin1');
};

/** An object's text with another stream in it. */
export const withStream = (object: string, bytes: Uint8Array): string => {
  const data = deflateSync(bytes);
  const head = object
    .slice(0, object.indexOf('\nstream\n'))
    .replace(/\/Length \d+/, `/Length ${data.length}`);
  return `${head}\nstream\n${data.toString('latin1')}\nendstream`;
};

export const isAttachment = (object: string): boolean => object.includes('/Type /EmbeddedFile');

/** An incremental update (ISO 32000-1 §7.5.6): objects and a table behind the end. */
export const updated = (pdf: Buffer, object: string): Buffer => {
  const previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf.toString('latin1').slice(-40))?.[1]);
  const table = pdf.length + `900 0 obj\n${object}\nendobj\n`.length;
  const update = `900 0 obj\n${object}\nendobj\nxref\n900 1\n${String(pdf.length).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 901 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(update, 'latin1')]);
};
