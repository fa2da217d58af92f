import { SaxesParser } from 'saxes';
import { OfdFault } from './fault.js';

/** An element of a description file; names are without their prefix. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Growing extends Element {
  readonly children: Growing[];
  text: string;
}

const MOST_DEPTH = 64;
/** Of a description that protects as many files as a container may have, both are many times less. */
const MOST_BYTES = 1024 * 1024;
const MOST_ELEMENTS = 20_000;
const NAMESPACE = 'http://www.ofdspec.org/2016';

/** Reads a description file. A document type, and with it every entity, is refused. Throws OfdFault. */
export const readXml = (bytes: Uint8Array, file: string): Element => {
  if (bytes.length > MOST_BYTES) throw tooLarge(file);
  const open: Growing[] = [];
  let elements = 0;
  let root: Growing | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw new OfdFault('OFD_UNSAFE', { reason: 'documentType', file });
  });
  parser.on('error', () => {
    throw malformed(file);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (uri !== NAMESPACE || open.length === MOST_DEPTH) throw malformed(file);
    if ((elements += 1) > MOST_ELEMENTS) throw tooLarge(file);
    const values = Object.entries(attributes).map(([name, { value }]): [string, string] => [name, value]);
    const element: Growing = { name: local, attributes: Object.fromEntries(values), children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  try {
    parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close();
  } catch (error) {
    throw error instanceof OfdFault ? error : malformed(file);
  }
  return root ?? raise(malformed(file));
};

const tooLarge = (file: string): OfdFault => new OfdFault('OFD_UNSAFE', { reason: 'tooLarge', file });

export const malformed = (file: string): OfdFault => new OfdFault('OFD_MALFORMED', { file });

const raise = (fault: OfdFault): never => {
  throw fault;
};

/** The only child of a name. Throws OfdFault where there is none, or a second. */
export const only = (element: Element, name: string, file: string): Element => {
  const [found, ...more] = all(element, name);
  if (found === undefined || more.length > 0) throw malformed(file);
  return found;
};

export const all = (element: Element, name: string): readonly Element[] =>
  element.children.filter((child) => child.name === name);

/** The text of the only child of a name. */
export const textOf = (element: Element, name: string, file: string): string =>
  only(element, name, file).text.trim();
