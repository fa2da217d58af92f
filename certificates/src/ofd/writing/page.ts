import type { Printed } from '../../pdf/writing/content.js';
import { escaped, xml } from './xml.js';

/** Millimetres, as everything in an OFD. */
export const PAGE = { width: 210, height: 297 } as const;
const MARGIN = 25;
const TEXT = 4.5;
const TITLE = 8;
const LINE = 8;
const LABEL = 42;
const BOTTOM = 60;
const FONT_ID = 1;
const HALF = 0.5;

interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** The pages of a certificate: title, its fields one below the other, identifier, issuer and day. */
export const pagesOf = (printed: Printed): string[] => {
  const pages: Line[][] = [[]];
  let y = MARGIN;
  const put = (text: string, x: number, size = TEXT): void => {
    pages.at(-1)?.push({ text, x, y, size });
  };
  const down = (by: number): void => {
    y += by;
    if (y < PAGE.height - BOTTOM) return;
    pages.push([]);
    y = MARGIN;
  };
  put(printed.title, (PAGE.width - widthOf(printed.title, TITLE)) / 2, TITLE);
  down(2 * LINE);
  for (const { label, value } of printed.fields) {
    put(label, MARGIN);
    for (const row of wrapped(value, PAGE.width - MARGIN - LABEL - MARGIN)) {
      put(row, MARGIN + LABEL);
      down(LINE);
    }
  }
  for (const [label, value] of [
    ['证照标识', printed.identifier],
    ['发证机关', printed.issuer],
    ['签发日期', printed.issuedOn],
  ] as const) {
    put(label, MARGIN);
    for (const row of wrapped(value, PAGE.width - MARGIN - LABEL - MARGIN)) {
      put(row, MARGIN + LABEL);
      down(LINE);
    }
  }
  return pages.map(pageOf);
};

const pageOf = (lines: readonly Line[], page: number): string =>
  xml(
    `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer ID="${firstId(page)}">` +
      lines.map((line, index) => objectOf(line, firstId(page) + index + 1)).join('') +
      '</ofd:Layer></ofd:Content></ofd:Page>',
  );

const OBJECTS_A_PAGE = 1000;
/** Identifiers are unique in a document; the first thousand belong to pages and resources. */
const firstId = (page: number): number => (page + 1) * OBJECTS_A_PAGE;

const objectOf = ({ text, x, y, size }: Line, id: number): string => {
  const steps = Array.from(text)
    .slice(0, -1)
    .map((character) => round(widthOf(character, size)));
  const advance = steps.length === 0 ? '' : ` DeltaX="${steps.join(' ')}"`;
  return (
    `<ofd:TextObject ID="${id}" Font="${FONT_ID}" Size="${size}" ` +
    `Boundary="${round(x)} ${round(y)} ${round(widthOf(text, size) + size)} ${round(size * 1.5)}">` +
    `<ofd:TextCode X="0" Y="${size}"${advance}>${escaped(text)}</ofd:TextCode></ofd:TextObject>`
  );
};

/** Characters of ASCII are half as wide as the others, near enough for any font. */
const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, character) => sum + (character <= '\u007f' ? HALF * size : size), 0);

const wrapped = (text: string, width: number): string[] => {
  const rows = [''];
  for (const character of text) {
    const row = rows.at(-1) ?? '';
    if (widthOf(row + character, TEXT) > width) rows.push(character);
    else rows[rows.length - 1] = row + character;
  }
  return rows;
};

const round = (length: number): number => Math.round(length * 1000) / 1000;
