import { encodeQR } from 'qr';
import { Canvas, type Colour, type Fonts, type Point } from './canvas.js';
import type { Printed } from './content.js';
import { linesOf } from './lines.js';
import { drawOrnament, tint, type PageSize } from './ornament.js';
import { SEAL_SIDE } from './round-seal.js';
import { Table, type Row } from './table.js';

const INK: Colour = [0.1, 0.1, 0.12];
const GREY: Colour = [0.38, 0.38, 0.42];
const WARNING: Colour = [0.8, 0.1, 0.1];
const SIDE = 74;
const FIRST_TOP = 158;
const NEXT_TOP = 92;
const BOTTOM = 66;
const SIGNING = 138;
const QR_SIDE = 86;

export interface Page {
  readonly canvas: Canvas;
  readonly size: PageSize;
}

/** Pages, and where on the last of them the seal goes. */
export interface Pages {
  readonly pages: readonly Page[];
  readonly seal: Point;
}

export interface Look {
  readonly size: PageSize;
  readonly accent: Colour;
  /** What the QR code says. */
  readonly code: string;
  /** Written across the pages of a certificate that is not in force. */
  readonly warning: { readonly word: string; readonly since: string } | undefined;
}

/** Sets a certificate: title, table over as many pages as it takes, and the issuer's block with code and seal. */
export const pagesOf = (fonts: Fonts, printed: Printed, look: Look): Pages => {
  const { size } = look;
  const { table, spread } = tableFor(new Canvas(fonts, size.height), printed, size);
  const pages = spread.map((onPage, index) => {
    const canvas = new Canvas(fonts, size.height);
    drawOrnament(canvas, size, look.accent);
    const top = index === 0 ? drawTitle(canvas, printed, look) : drawHead(canvas, printed, look);
    let y = top;
    for (const row of onPage) {
      table.draw(canvas, row, { x: SIDE, y }, tint(look.accent, 0.45));
      y += row.height;
    }
    drawFoot(canvas, size, `第 ${index + 1} 页 / 共 ${spread.length} 页`);
    if (look.warning) drawWarning(canvas, size, look.warning);
    return { canvas, size };
  });
  const last = pages[pages.length - 1] as Page;
  return { pages, seal: drawSigning(last.canvas, printed, look) };
};

/** Largest first: what has little to say says it in larger letters, as long as one page holds it. */
const SCALES = [1.45, 1.3, 1.15, 1];

const tableFor = (
  canvas: Canvas,
  { fields }: Printed,
  size: PageSize,
): { readonly table: Table; readonly spread: readonly (readonly Row[])[] } => {
  const settings = SCALES.map((scale) => {
    const table = new Table(canvas, fields, size.width - 2 * SIDE, scale);
    return { table, spread: spreadOver(table.rows, size) };
  });
  const usual = settings[settings.length - 1] as (typeof settings)[number];
  return settings.find(({ spread }) => spread.length === 1) ?? usual;
};

/** The rows of each page. The last leaves room for the issuer's block. */
const spreadOver = (rows: readonly Row[], { height }: PageSize): Row[][] => {
  const pages: Row[][] = [[]];
  let room = height - FIRST_TOP - BOTTOM;
  for (const row of rows) {
    if (row.height > room) {
      pages.push([]);
      room = height - NEXT_TOP - BOTTOM;
    }
    pages.at(-1)?.push(row);
    room -= row.height;
  }
  return room < SIGNING ? [...pages, []] : pages;
};

const drawTitle = (
  canvas: Canvas,
  { title, subtitle, serial, identifier }: Printed,
  { size, accent }: Look,
): number => {
  const x = size.width / 2;
  const style = { weight: 'bold', size: 34, colour: accent, spacing: 8 } as const;
  const wide = canvas.width(title, style) > size.width - 2 * SIDE;
  canvas.centred(title, { x, y: 98 }, wide ? { ...style, size: 24, spacing: 3 } : style);
  if (subtitle !== '') canvas.centred(subtitle, { x, y: 119 }, { weight: 'regular', size: 13, colour: INK });
  const small = { weight: 'regular', size: 9, colour: GREY } as const;
  const named = `证照标识  ${identifier}`;
  const room = (size.width - 2 * SIDE) / canvas.width(named, small);
  canvas.text(named, { x: SIDE, y: 142 }, { ...small, size: small.size * Math.min(1, room) });
  const number = `编号  ${serial}`;
  canvas.text(
    number,
    { x: size.width - SIDE - canvas.width(number, small), y: size.width > size.height ? 142 : 130 },
    small,
  );
  return FIRST_TOP;
};

const drawHead = (canvas: Canvas, { title, identifier }: Printed, { accent, size }: Look): number => {
  canvas.text(title, { x: SIDE, y: 72 }, { weight: 'bold', size: 14, colour: accent });
  const small = { weight: 'regular', size: 9, colour: GREY } as const;
  canvas.text(identifier, { x: size.width - SIDE - canvas.width(identifier, small), y: 72 }, small);
  return NEXT_TOP;
};

const drawFoot = (canvas: Canvas, { width, height }: PageSize, page: string): void => {
  const style = { weight: 'regular', size: 8, colour: GREY } as const;
  const y = height - 46;
  canvas.text(
    '本文件经发证机关电子签名，内附存证文件，可离线核验；现时状态以扫码查询为准。',
    { x: SIDE, y },
    style,
  );
  canvas.text(page, { x: width - SIDE - canvas.width(page, style), y }, style);
};

const drawSigning = (canvas: Canvas, { issuer, issuedOn, notice }: Printed, { size, code }: Look): Point => {
  const top = size.height - BOTTOM - SIGNING + 18;
  drawCode(canvas, code, { x: SIDE, y: top });
  const small = { weight: 'regular', size: 8, colour: GREY } as const;
  canvas.centred('扫码核验', { x: SIDE + QR_SIDE / 2, y: top + QR_SIDE + 11 }, small);
  if (notice !== undefined) drawNotice(canvas, notice, { x: SIDE + QR_SIDE + 18, y: top + 12 }, size);
  const style = { weight: 'bold', size: 14, colour: INK } as const;
  const half = Math.max(canvas.width(issuer, style), SEAL_SIDE) / 2;
  const x = size.width - SIDE - half;
  canvas.centred(issuer, { x, y: top + 50 }, style);
  canvas.centred(issuedOn, { x, y: top + 76 }, { ...style, weight: 'regular' });
  return { x: x - SEAL_SIDE / 2, y: top + 58 - SEAL_SIDE / 2 };
};

const drawNotice = (canvas: Canvas, notice: string, { x, y }: Point, { width }: PageSize): void => {
  const style = { weight: 'regular', size: 9, colour: GREY } as const;
  const lines = linesOf(canvas, notice, style, width * 0.3);
  lines.forEach((line, index) => canvas.text(line, { x, y: y + index * 14 }, style));
};

const drawCode = (canvas: Canvas, code: string, { x, y }: Point): void => {
  const rows = encodeQR(code, 'raw', { ecc: 'medium', border: 2 });
  const side = QR_SIDE / rows.length;
  const dark = rows.flatMap((row, down) =>
    row.flatMap((isDark, across) => (isDark ? [{ x: x + across * side, y: y + down * side }] : [])),
  );
  canvas.fillBox({ x, y }, QR_SIDE, QR_SIDE, [1, 1, 1]);
  canvas.fillBoxes(dark, side, [0, 0, 0]);
};

const drawWarning = (
  canvas: Canvas,
  { width, height }: PageSize,
  { word, since }: NonNullable<Look['warning']>,
): void => {
  const style = { weight: 'bold', size: 60, colour: WARNING, spacing: 16 } as const;
  const angle = Math.PI / 9;
  const half = canvas.width(word, style) / 2;
  const centre = { x: width / 2, y: height / 2 };
  const along = (dx: number, dy: number): Point => ({
    x: centre.x + dx * Math.cos(angle) + dy * Math.sin(angle),
    y: centre.y - dx * Math.sin(angle) + dy * Math.cos(angle),
  });
  canvas.text(word, along(-half, 20), style, angle);
  const small = { weight: 'bold', size: 14, colour: WARNING } as const;
  canvas.text(since, along(-canvas.width(since, small) / 2, 46), small, angle);
  const [w, h] = [half + 26, 62];
  canvas.line(
    [along(-w, -h + 8), along(w, -h + 8), along(w, h), along(-w, h), along(-w, -h + 8)],
    WARNING,
    2.5,
  );
};
