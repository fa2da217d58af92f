import {
  findingStanding,
  formatInstant,
  keyPrefixes,
  rangeOf,
  splitKey,
  type FindingRecord,
  type Grant,
  type Instant,
} from '@hanlian/chaincode/domain';
import { RegularWork } from '../regular-work.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import { parseRow } from '../services/registry-view.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { isOurOwn } from './concerned.js';
import type { Feed } from './feed.js';
import type { Notice } from './notice.js';
import { concernedByFinding } from './of-finding.js';
import { concernedByDelay } from './of-grant.js';

const LOOKED_EVERY_MS = 10 * 60 * 1000;

type Parts = Pick<LicenseParts, 'model' | 'registry' | 'ledger' | 'caughtUp' | 'now'>;
type Told = Pick<Notice, 'id' | 'type' | 'data'>;

/** Something that waits beyond its time, and whom that concerns. */
interface Delay {
  readonly told: Told;
  readonly concerned: readonly string[];
}

/**
 * Tells the departments of this organisation what waits on the ledger beyond its time: each once for each deadline, over
 * restarts too, since the feed takes no id twice.
 */
export function overdueWork(parts: Parts, feed: Feed, writer: GroupWriter): RegularWork {
  const told = new Set<string>();
  return new RegularWork(async () => {
    await parts.caughtUp();
    const at = parts.now();
    const delays = [...(await delaysOf(parts, at))].filter((delay) => !told.has(delay.told.id));
    const notices = delays.flatMap((delay) => noticesOf(parts, delay, at));
    await writer.write(notices.map((notice) => feed.announce(notice)));
    await feed.take();
    for (const delay of delays) told.add(delay.told.id);
  }, LOOKED_EVERY_MS);
}

function noticesOf(parts: Parts, { told, concerned }: Delay, now: Instant): readonly Notice[] {
  const departments = new Set(concerned.filter(isOurOwn(parts)));
  return [...departments].map((department) => ({ ...told, department, at: formatInstant(now) }));
}

async function delaysOf(parts: Parts, at: Instant): Promise<readonly Delay[]> {
  const delays: Delay[] = [];
  for await (const { row } of rowsOf(parts, keyPrefixes.grant)) {
    delays.push(...(await delayedGrant(parts, parseRow(row) as Grant, at)));
  }
  for await (const { key, row } of rowsOf(parts, keyPrefixes.finding)) {
    delays.push(...delayedFinding(parts, splitKey(key)[1] as string, parseRow(row) as FindingRecord, at));
  }
  return delays;
}

function rowsOf({ model }: Parts, kind: string): ReturnType<Parts['model']['rows']> {
  const { start, end } = rangeOf(kind);
  return model.rows(start, end);
}

async function delayedGrant(parts: Parts, grant: Grant, at: Instant): Promise<readonly Delay[]> {
  const { id, waiting } = grant;
  if (waiting === null || at < waiting.due) return [];
  const { step, due } = waiting;
  const data = { grant: id, step, due: formatInstant(due) };
  const told = { id: `grant:${id}:${step}:${due}`, type: 'grant.overdue', data } as const;
  return [{ told, concerned: await concernedByDelay(parts, grant, at) }];
}

function delayedFinding(parts: Parts, id: string, finding: FindingRecord, at: Instant): readonly Delay[] {
  if (findingStanding(finding, at) !== 'overdue') return [];
  const { code, due } = finding;
  const data = { finding: id, code, due: formatInstant(due) };
  const told = { id: `finding:${id}:${due}`, type: 'finding.overdue', data } as const;
  return [{ told, concerned: concernedByFinding(parts, finding, at) }];
}
