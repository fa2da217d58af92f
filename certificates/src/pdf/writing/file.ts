import { deflateSync } from 'node:zlib';
import { array, dict, hex, type PdfText } from './values.js';

/** One object of a file, named by others before it is written. */
export interface Reference {
  readonly number: number;
  /** How other objects name it. */
  readonly text: PdfText;
}

/** Binary bytes in the second line tell transports that the file is no text (ISO 32000-1 §7.5.2). */
const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
const OFFSET_DIGITS = 10;

/**
 * A PDF file in its plainest form: every object once, one cross-reference table, no object streams, no updates. It is the
 * form the reader here takes, so that nothing can stand in a file that one program sees and another does not.
 */
export class PdfFile {
  readonly #objects: (Buffer | undefined)[] = [];

  /** A number for an object that is put later. */
  reserve(): Reference {
    this.#objects.push(undefined);
    const number = this.#objects.length;
    return { number, text: `${number} 0 R` };
  }

  put({ number }: Reference, body: PdfText | Buffer): void {
    this.#objects[number - 1] = Buffer.from(body);
  }

  add(body: PdfText): Reference {
    const reference = this.reserve();
    this.put(reference, body);
    return reference;
  }

  /** A stream, deflated. */
  stream(entries: Readonly<Record<string, PdfText | number | undefined>>, bytes: Uint8Array): Reference {
    const data = deflateSync(bytes);
    const head = dict({ ...entries, Filter: '/FlateDecode', Length: data.length });
    const reference = this.reserve();
    this.put(reference, Buffer.concat([Buffer.from(`${head}\nstream\n`), data, Buffer.from('\nendstream')]));
    return reference;
  }

  /** The whole file. `id` names it (§14.4). */
  bytes(root: Reference, info: Reference, id: Uint8Array): Buffer {
    const parts: Buffer[] = [HEADER];
    let offset = HEADER.length;
    const offsets = this.#objects.map((body = Buffer.from('null'), index) => {
      const start = offset;
      const object = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
      parts.push(object);
      offset += object.length;
      return start;
    });
    const trailer = dict({
      Size: offsets.length + 1,
      Root: root.text,
      Info: info.text,
      ID: array([hex(id), hex(id)]),
    });
    parts.push(Buffer.from(`${table(offsets)}trailer\n${trailer}\nstartxref\n${offset}\n%%EOF\n`));
    return Buffer.concat(parts);
  }
}

/** Each entry has twenty bytes (§7.5.4). */
const table = (offsets: readonly number[]): string =>
  [
    `xref\n0 ${offsets.length + 1}\n`,
    '0000000000 65535 f \n',
    ...offsets.map((offset) => `${String(offset).padStart(OFFSET_DIGITS, '0')} 00000 n \n`),
  ].join('');
