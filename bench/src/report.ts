import type { Figure, Row } from './row.js';

/** A row with what its runs gave. */
export interface Result {
  readonly row: Row;
  readonly figures: readonly Figure[];
}

const DIGITS = 3;
const numbers = new Intl.NumberFormat('en', { maximumSignificantDigits: DIGITS });

const shown = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : numbers.format(value);

/** The middle one, or the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

const valuesOf = (figures: readonly Figure[], name: keyof Figure): number[] =>
  figures.map((figure) => figure[name]).filter((value) => value !== undefined);

function cellsOf({ row, figures }: Result): string[] {
  const values = valuesOf(figures, 'value');
  const range = `${shown(Math.min(...values))}–${shown(Math.max(...values))}`;
  const of = (name: keyof Figure): string => shown(median(valuesOf(figures, name)));
  return [
    row.work,
    shown(row.floor),
    shown(row.goal),
    of('value'),
    range,
    row.unit,
    of('p50'),
    of('p99'),
    of('cpuMicroseconds'),
  ];
}

const HEAD = ['work', 'floor', 'goal', 'median', 'range', 'unit', 'p50 ms', 'p99 ms', 'CPU µs'];

/** The results as a plain table, then each row's workload in one sentence. */
export function tableOf(results: readonly Result[]): string {
  const lines = [HEAD, ...results.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...text, '', ...results.map(({ row }) => `${row.work}: ${row.workload}`)].join('\n');
}
