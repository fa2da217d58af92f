import { setTimeout as pause } from 'node:timers/promises';
import { callerEntry, CALLERS } from '@hanlian/gateway/seed/callers';
import { Choices } from '@hanlian/gateway/seed/generate';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { RunningCity } from '../../support/city.js';
import { Client } from './client.js';

export interface WindowOptions {
  readonly callers: number;
  /** All requests together. */
  readonly requests: number;
  /** Runs the city; called again for the restart in the middle. */
  readonly run: () => Promise<RunningCity>;
}

/** A certificate of the window with the acts on it that were acknowledged, in order. */
interface Certificate {
  readonly id: string;
  readonly acts: string[];
}

export interface WindowReport {
  readonly reads: number;
  readonly issued: number;
  readonly acts: number;
  /** Answers that did not come, or were to come again. */
  readonly again: number;
  readonly seconds: number;
  readonly restartSeconds: number;
  /** Acknowledged and not on the ledger, or there more than once, or otherwise than acknowledged. */
  readonly problems: readonly string[];
}

const LAW = '食品安全法第三十五条';
const CODE = '91350100M000100Y43';
const NAME = '示例餐饮有限公司';
const CLERK = CALLERS.find(({ id }) => id === 'market-clerk')!;
/** Of ten requests at a counter, two write: one issues, one acts on what was issued. */
const OF_TEN = 10;

const orderOf = (document: string): object => ({
  type: TYPES.foodBusiness.code,
  basis: { law: LAW, document },
  certificates: [
    {
      holders: [{ typeCode: '001', code: CODE, name: NAME }],
      fields: { unitName: NAME, unitCode: CODE, premises: '示例路1号' },
    },
  ],
});

/** A busy window of a city: many callers at once, reads and writes mixed, a restart in the middle. */
export async function replayWindow({ callers, requests, run }: WindowOptions): Promise<WindowReport> {
  let city = await run();
  const keys = await register(city, callers);
  const reader = new Client(() => city.url('bureau'), keys[0] as string);
  const before = await idsOn(reader);
  const counters = { done: 0, reads: 0 };
  const clients = keys.map((key) => new Client(() => city.url('bureau'), key));
  const began = performance.now();
  const window = Promise.all(
    clients.map((client, number) => counter(client, number, requests / callers, counters)),
  );
  await Promise.race([window, until(() => counters.done >= requests / 2)]);
  const stopped = performance.now();
  await city.stop();
  city = await run();
  const restartSeconds = (performance.now() - stopped) / 1000;
  const certificates = (await window).flat();
  const seconds = (performance.now() - began) / 1000;
  try {
    return {
      reads: counters.reads,
      issued: certificates.length,
      acts: certificates.reduce((sum, { acts }) => sum + acts.length, 0),
      again: clients.reduce((sum, { again }) => sum + again, 0),
      seconds,
      restartSeconds,
      problems: await problemsIn(reader, before, certificates),
    };
  } finally {
    await city.stop();
  }
}

/** So many callers of one department, each with its own key; they sign with its clerk's identity. */
async function register(city: RunningCity, callers: number): Promise<string[]> {
  const { administration, mspId } = city.hub('bureau');
  const ids = Array.from({ length: callers }, (_, number) => `window-${number}`);
  return Promise.all(
    ids.map((id) => administration.callers.register({ ...callerEntry(CLERK, mspId), id, name: id })),
  );
}

/** What one counter does in the window. */
async function counter(
  client: Client,
  number: number,
  requests: number,
  counters: { done: number; reads: number },
): Promise<Certificate[]> {
  const choices = new Choices(number);
  const own: Certificate[] = [];
  for (let step = 0; step < requests; step++) {
    const key = `window-${number}-${step}`;
    const certificate = own.length === 0 ? undefined : choices.of(own);
    const kind = step % OF_TEN;
    if (certificate === undefined || kind === 0) own.push(await issue(client, key));
    else if (kind === OF_TEN / 2) await act(client, certificate, key);
    else {
      await read(client, certificate, choices.below(3));
      counters.reads++;
    }
    counters.done++;
  }
  return own;
}

async function issue(client: Client, document: string): Promise<Certificate> {
  const { certificates } = await client.write('/v1/licenses', orderOf(document), document);
  const [{ id }] = certificates as [{ id: string }];
  return { id, acts: [] };
}

async function act(client: Client, { id, acts }: Certificate, document: string): Promise<void> {
  const operation = acts.at(-1) === 'suspend' ? 'reinstate' : 'suspend';
  await client.write(`/v1/licenses/${id}/${operation}`, { basis: { law: LAW, document } }, document);
  acts.push(operation);
}

async function read(client: Client, { id }: Certificate, kind: number): Promise<void> {
  if (kind === 0) await client.read(`/v1/licenses/${id}`);
  else if (kind === 1) await client.read(`/v1/licenses/${id}/history`);
  else await client.write('/v1/verifications', { id }, id);
}

/** The certificates of the window's type that stand on the ledger, page by page. */
async function idsOn(reader: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  do {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await reader.read(`/v1/licenses?type=${TYPES.foodBusiness.code}&limit=100${from}`);
    for (const { id } of page.items as { id: string }[]) ids.add(id);
    cursor = page.next as string | undefined;
  } while (cursor !== undefined);
  return ids;
}

/** Compares what was acknowledged with what stands on the ledger; a certificate issued twice would have a second id. */
async function problemsIn(
  reader: Client,
  before: ReadonlySet<string>,
  certificates: readonly Certificate[],
): Promise<string[]> {
  const there = await idsOn(reader);
  const acknowledged = new Set(certificates.map(({ id }) => id));
  const lost = [...acknowledged].filter((id) => !there.has(id));
  const twice = [...there].filter((id) => !acknowledged.has(id) && !before.has(id));
  const problems = [
    ...lost.map((id) => `${id} was acknowledged and is not there`),
    ...twice.map((id) => `${id} is there and was never acknowledged`),
  ];
  for (const { id, acts } of certificates) {
    const { entries } = await reader.read(`/v1/licenses/${id}/history`);
    const done = (entries as { operation: string }[]).map(({ operation }) => operation);
    const wanted = ['issue', ...acts];
    if (done.join() !== wanted.join())
      problems.push(`${id} went through ${done.join()}, not ${wanted.join()}`);
  }
  return problems;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(20);
}
