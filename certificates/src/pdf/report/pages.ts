import { Canvas, type Colour, type Fonts, type Point } from '../writing/canvas.js';
import type { PrintedField } from '../writing/content.js';
import { linesOf } from '../writing/lines.js';
import type { PageSize } from '../writing/ornament.js';
import type { Pages } from '../writing/pages.js';
import { SEAL_SIDE } from '../writing/round-seal.js';
import { Table } from '../writing/table.js';
import type { PrintedReport } from './content.js';

const SIZE: PageSize = { width: 595.28, height: 841.89 };
const SIDE = 56;
const WIDTH = SIZE.width - 2 * SIDE;
const TOP = 62;
const BOTTOM = SIZE.height - 60;
const SCALE = 0.82;
const SIGNING = 132;

const INK: Colour = [0.1, 0.1, 0.12];
const GREY: Colour = [0.38, 0.38, 0.42];
const ACCENT: Colour = [0.12, 0.27, 0.47];
const HAIRLINE: Colour = [0.8, 0.83, 0.87];
const BAND: Colour = [0.91, 0.94, 0.97];

/** A piece of a page that is not broken; `needs`: what must fit on the page with it. */
interface Block {
  readonly height: number;
  readonly needs: number;
  readonly draw: (canvas: Canvas, y: number) => void;
}

/** Sets a report: title, sections over as many pages as they take, notes, and the office's block with its seal. */
export const reportPages = (fonts: Fonts, printed: PrintedReport): Pages => {
  const measuring = new Canvas(fonts, SIZE.height);
  const blocks = [...head(measuring, printed), ...sections(measuring, printed), ...notes(measuring, printed)];
  const spread = spreadOver([...blocks, signing(printed)]);
  const pages = spread.map((onPage, index) => {
    const canvas = new Canvas(fonts, SIZE.height);
    drawEdges(canvas, printed, `第 ${index + 1} 页 / 共 ${spread.length} 页`);
    for (const { block, y } of onPage) block.draw(canvas, y);
    return { canvas, size: SIZE };
  });
  const last = spread.at(-1)?.at(-1);
  return { pages, seal: sealAt(measuring, printed, last?.y ?? TOP) };
};

interface Placed {
  readonly block: Block;
  readonly y: number;
}

const spreadOver = (blocks: readonly Block[]): Placed[][] => {
  const pages: Placed[][] = [[]];
  let y = TOP;
  for (const block of blocks) {
    if (y + block.needs > BOTTOM) {
      pages.push([]);
      y = TOP;
    }
    pages.at(-1)?.push({ block, y });
    y += block.height;
  }
  return pages;
};

const head = (canvas: Canvas, { number, facts }: PrintedReport): Block[] => {
  const title: Block = {
    height: 74,
    needs: 74,
    draw: (page, y) => {
      const middle = SIZE.width / 2;
      page.centred(
        '公共信用信息报告',
        { x: middle, y: y + 34 },
        { weight: 'bold', size: 24, colour: ACCENT, spacing: 3 },
      );
      page.centred(
        `报告编号  ${number}`,
        { x: middle, y: y + 56 },
        { weight: 'regular', size: 9, colour: GREY },
      );
    },
  };
  return [title, ...table(canvas, facts), gap(10)];
};

const sections = (canvas: Canvas, printed: PrintedReport): Block[] =>
  printed.sections.flatMap(({ title, items }, index) => [
    heading(`${NUMERALS[index] ?? ''}、${title}`),
    ...(items.length === 0 ? [sentence('无记录。')] : []),
    ...items.flatMap((item, place) => {
      const rows = table(canvas, item.fields);
      return [itemTitle(`${place + 1}. ${item.title}`, rows[0]?.height ?? 0), ...rows, gap(6)];
    }),
    gap(8),
  ]);

const NUMERALS = Array.from('一二三四五六七八九十');

const notes = (canvas: Canvas, printed: PrintedReport): Block[] => [
  heading('说明'),
  ...printed.notes.flatMap((note, index) =>
    linesOf(canvas, `${index + 1}. ${note}`, NOTE, WIDTH - 12).map((text) => sentence(text)),
  ),
];

const NOTE = { weight: 'regular', size: 9.5, colour: INK } as const;

/** A heading stands with at least a title and a row below it. */
const heading = (title: string): Block => ({
  height: 28,
  needs: 90,
  draw: (canvas, y) => {
    canvas.fillBox({ x: SIDE, y }, WIDTH, 21, BAND);
    canvas.fillBox({ x: SIDE, y }, 3.5, 21, ACCENT);
    canvas.text(title, { x: SIDE + 12, y: y + 15 }, { weight: 'bold', size: 12, colour: ACCENT });
  },
});

const itemTitle = (title: string, below: number): Block => ({
  height: 20,
  needs: 20 + below,
  draw: (canvas, y) =>
    canvas.text(title, { x: SIDE + 6, y: y + 14 }, { weight: 'bold', size: 10, colour: INK }),
});

const sentence = (text: string): Block => ({
  height: 16,
  needs: 16,
  draw: (canvas, y) => canvas.text(text, { x: SIDE + 6, y: y + 12 }, NOTE),
});

const gap = (height: number): Block => ({ height, needs: 0, draw: () => undefined });

const table = (canvas: Canvas, fields: readonly PrintedField[]): Block[] => {
  if (fields.length === 0) return [];
  const set = new Table(canvas, fields, WIDTH - 12, SCALE);
  return set.rows.map((row) => ({
    height: row.height,
    needs: row.height,
    draw: (page, y) => set.draw(page, row, { x: SIDE + 6, y }, HAIRLINE),
  }));
};

const drawEdges = (canvas: Canvas, { number, office }: PrintedReport, page: string): void => {
  const style = { weight: 'regular', size: 8, colour: GREY } as const;
  const rule = (y: number): void =>
    canvas.line(
      [
        { x: SIDE, y },
        { x: SIZE.width - SIDE, y },
      ],
      ACCENT,
      0.6,
    );
  canvas.text(`公共信用信息报告  ${number}`, { x: SIDE, y: 40 }, style);
  canvas.text(office, { x: SIZE.width - SIDE - canvas.width(office, style), y: 40 }, style);
  rule(46);
  rule(SIZE.height - 50);
  const foot = SIZE.height - 38;
  canvas.text(
    '本报告经信用主管部门电子签名，内附可离线核验的报告文件；转存或打印件以原文件为准。',
    { x: SIDE, y: foot },
    style,
  );
  canvas.text(page, { x: SIZE.width - SIDE - canvas.width(page, style), y: foot }, style);
};

const SIGNED = { weight: 'bold', size: 13, colour: INK } as const;

const signing = (printed: PrintedReport): Block => ({
  height: SIGNING,
  needs: SIGNING,
  draw: (canvas, y) => {
    const x = middleOf(canvas, printed);
    canvas.centred(printed.office, { x, y: y + 62 }, SIGNED);
    canvas.centred(printed.issuedOn, { x, y: y + 86 }, { ...SIGNED, weight: 'regular' });
  },
});

const middleOf = (canvas: Canvas, { office }: PrintedReport): number =>
  SIZE.width - SIDE - Math.max(canvas.width(office, SIGNED), SEAL_SIDE) / 2;

const sealAt = (canvas: Canvas, printed: PrintedReport, y: number): Point => ({
  x: middleOf(canvas, printed) - SEAL_SIDE / 2,
  y: y + 68 - SEAL_SIDE / 2,
});
