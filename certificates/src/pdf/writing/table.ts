import type { Canvas, Colour, Point, TextStyle } from './canvas.js';
import type { PrintedField } from './content.js';
import { linesOf } from './lines.js';

const GAP = 28;
/** A value longer than this many lines is told on several rows, so that a row always fits a page. */
const MOST_LINES = 14;

/** The measures of a table: of their usual size, or larger where little has to be said. */
interface Measures {
  readonly label: TextStyle;
  readonly value: TextStyle;
  readonly line: number;
  readonly padding: number;
  readonly widestLabel: number;
  readonly labelGap: number;
}

const measuresAt = (scale: number): Measures => ({
  label: { weight: 'regular', size: 11 * scale, colour: [0.36, 0.3, 0.26] },
  value: { weight: 'regular', size: 12 * scale, colour: [0.08, 0.08, 0.1] },
  line: 17 * scale,
  padding: 8 * scale * scale,
  widestLabel: 132 * scale,
  labelGap: 14,
});

interface Cell {
  readonly x: number;
  readonly width: number;
  readonly label: readonly string[];
  readonly value: readonly string[];
  /** From the cell's edge to where values begin. */
  readonly indent: number;
}

/** One line of the table: a wide cell, or two beside each other. */
export interface Row {
  readonly height: number;
  readonly cells: readonly Cell[];
}

/** A table of labels and values at a width: two cells a row where both values stand on one line, else one. */
export class Table {
  readonly rows: readonly Row[];
  readonly #measures: Measures;

  constructor(canvas: Canvas, fields: readonly PrintedField[], width: number, scale: number) {
    this.#measures = measuresAt(scale);
    this.rows = this.#rowsOf(canvas, fields, width);
  }

  /** Draws a row whose top left is `at`, a hairline under each of its cells. */
  draw(canvas: Canvas, { cells, height }: Row, at: Point, hairline: Colour): void {
    const { label: labelStyle, value: valueStyle, line, padding } = this.#measures;
    for (const { x, width, label, value, indent } of cells) {
      const left = at.x + x;
      const first = at.y + line + padding / 4;
      label.forEach((each, index) => canvas.text(each, { x: left, y: first + index * line }, labelStyle));
      value.forEach((each, index) =>
        canvas.text(each, { x: left + indent, y: first + index * line }, valueStyle),
      );
      const y = at.y + height - 1;
      canvas.line(
        [
          { x: left, y },
          { x: left + width, y },
        ],
        hairline,
        0.5,
      );
    }
  }

  #rowsOf(canvas: Canvas, fields: readonly PrintedField[], width: number): Row[] {
    const { label, value: valueStyle, widestLabel, labelGap } = this.#measures;
    const widths = fields.map((field) => canvas.width(field.label, label));
    const indent = Math.min(widestLabel, Math.max(...widths)) + labelGap;
    const column = (width - GAP) / 2;
    const isNarrow = ({ value, wide }: PrintedField): boolean =>
      !wide && !value.includes('\n') && canvas.width(value, valueStyle) <= column - indent;
    const cell = (field: PrintedField, x: number, cellWidth: number): Cell => ({
      x,
      width: cellWidth,
      indent,
      label: linesOf(canvas, field.label, label, indent - labelGap + 1),
      value: linesOf(canvas, field.value, valueStyle, cellWidth - indent),
    });
    return pairs(fields, isNarrow).flatMap(([left, right]) =>
      right === undefined
        ? this.#split(cell(left, 0, width))
        : [this.#rowOf([cell(left, 0, column), cell(right, column + GAP, column)])],
    );
  }

  #split(cell: Cell): Row[] {
    return Array.from({ length: Math.ceil(cell.value.length / MOST_LINES) }, (_, part) =>
      this.#rowOf([
        {
          ...cell,
          label: part === 0 ? cell.label : [],
          value: cell.value.slice(part * MOST_LINES, (part + 1) * MOST_LINES),
        },
      ]),
    );
  }

  #rowOf(cells: readonly Cell[]): Row {
    const lines = Math.max(...cells.map(({ label, value }) => Math.max(label.length, value.length)));
    return { cells, height: lines * this.#measures.line + this.#measures.padding };
  }
}

/** Neighbours that both are narrow stand beside each other. */
const pairs = (
  fields: readonly PrintedField[],
  isNarrow: (field: PrintedField) => boolean,
): (readonly [PrintedField, PrintedField?])[] => {
  const found: (readonly [PrintedField, PrintedField?])[] = [];
  let index = 0;
  while (index < fields.length) {
    const [left, right] = fields.slice(index, index + 2) as [PrintedField, PrintedField?];
    const both = right !== undefined && isNarrow(left) && isNarrow(right);
    found.push(both ? [left, right] : [left]);
    index += both ? 2 : 1;
  }
  return found;
};
