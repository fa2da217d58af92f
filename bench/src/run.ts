import { batches } from './batches.js';
import { batchPdfs } from './batch-pdfs.js';
import { creditFiles } from './credit-files.js';
import { credit } from './credit.js';
import { documents } from './documents.js';
import { fabric } from './fabric.js';
import { forms } from './forms.js';
import { http } from './http.js';
import { ledger } from './ledger.js';
import { loans } from './loans.js';
import { log } from './log.js';
import { map, mapOfTenMillion } from './map.js';
import { million } from './million.js';
import type { Result } from './report.js';
import { pulls } from './pulls.js';
import { reports } from './reports.js';
import { inTurn, type Bench, type Size } from './row.js';
import { sharing } from './sharing.js';
import { start } from './start.js';
import { tessera } from './tessera.js';

export const FULL: Size = { batch: 10_000, transactions: 8_000, seconds: 5 };
export const QUICK: Size = { batch: 2_000, transactions: 1_600, seconds: 2 };

/** By the names `--only` takes. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  documents,
  forms,
  reports,
  batches,
  batchPdfs,
  ledger,
  credit,
  creditFiles,
  pulls,
  sharing,
  loans,
  http,
  log,
  map,
  start,
};
/** Only when asked for: a real network and Tessera need Go, a million and ten million their time. */
export const LONG: Readonly<Record<string, Bench>> = { tessera, fabric, million, map10M: mapOfTenMillion };

/**
 * Runs each benchmark `rounds` times, all of them in turn, so that what else the machine does falls on all alike.
 */
export async function runAll(
  benches: readonly Bench[],
  size: Size,
  rounds: number,
  say: (line: string) => void = () => undefined,
): Promise<Result[]> {
  const runs = await inTurn(Array.from({ length: rounds }), async () => {
    const figures = await inTurn(benches, (bench) => bench.run(size));
    say('.');
    return Object.assign({}, ...figures) as (typeof figures)[number];
  });
  return benches
    .flatMap(({ rows }) => rows)
    .map((row) => ({ row, figures: runs.flatMap((figures) => figures[row.id] ?? []) }));
}
