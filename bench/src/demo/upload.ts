import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Visitor } from './client.js';

const POLL_MS = 100;
/** States in which a job goes on by itself. */
const AT_WORK: ReadonlySet<unknown> = new Set(['checking', 'running']);

/** What a department sends by the file, and what became of it. */
export interface Upload {
  readonly job: string;
  /** How many rows are good, and what is wrong with the others. */
  readonly good: number;
  readonly wrong: readonly { readonly line: number; readonly header: string; readonly code: string }[];
  /** The certificates of the good rows. */
  readonly issued: readonly string[];
}

/** Sends a CSV of certificates, looks at what the hub understood, and has the good rows issued. */
export async function uploadCsv(
  clerk: Visitor,
  { type, basis, csv }: { readonly type: string; readonly basis: object; readonly csv: string },
): Promise<Upload> {
  const address = `/v1/uploads?type=${type}&kind=issue`;
  const sent = await clerk.send(address, 'text/csv', csv, crypto.randomUUID());
  const job = String(sent.body.id);
  const checked = await settled(clerk, job);
  const rows = await rowsOf(clerk, job, 'rejected');
  await clerk.post(`/v1/jobs/${job}/start`, { basis, rows: 'good' }, crypto.randomUUID());
  await settled(clerk, job);
  return {
    job,
    good: (checked.counts as { good: number }).good,
    wrong: rows.flatMap(({ line, errors }) => errors.map(({ header, code }) => ({ line, header, code }))),
    issued: (await rowsOf(clerk, job, 'done')).map(({ id }) => id),
  };
}

interface Row {
  readonly line: number;
  readonly id: string;
  readonly errors: readonly { readonly header: string; readonly code: string }[];
  readonly notes?: readonly { readonly code: string }[];
}

export const rowsOf = async (clerk: Visitor, job: string, state: string): Promise<readonly Row[]> =>
  (await clerk.get(`/v1/jobs/${job}/rows?state=${state}`)).body.items as readonly Row[];

export async function settled(clerk: Visitor, job: string): Promise<Answer['body']> {
  for (;;) {
    const { body } = await clerk.get(`/v1/jobs/${job}`);
    if (!AT_WORK.has(body.state)) return body;
    await pause(POLL_MS);
  }
}
