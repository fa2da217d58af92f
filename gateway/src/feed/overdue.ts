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
  readonly concerned: () => readonly string[] | Promise<readonly string[]>;
}

/**
 * Tells the departments of this organisation what waits on the ledger beyond its time: each once for each deadline, over
 * restarts too, since the feed takes no id twice.
 *
 * @param failed is told of each look that came to nothing
 */
export function overdueWork(
  parts: Parts,
  feed: Feed,
  writer: GroupWriter,
  failed: (failure: unknown) => void,
): RegularWork {
  const told = new Set<string>();
  const look = async (): Promise<void> => {
    await parts.caughtUp();
    const at = parts.now();
    const notices: Notice[] = [];
    const found: string[] = [];
    for await (const delay of delaysOf(parts, at)) {
      if (told.has(delay.told.id)) continue;
      found.push(delay.told.id);
      notices.push(...(await noticesOf(parts, delay, at)));
    }
    if (notices.length > 0) await writer.write(notices.map((notice) => feed.announce(notice)));
    await feed.take();
    for (const id of found) told.add(id);
  };
  return new RegularWork(look, LOOKED_EVERY_MS, failed);
}

async function noticesOf(parts: Parts, { told, concerned }: Delay, now: Instant): Promise<readonly Notice[]> {
  const departments = new Set((await concerned()).filter(isOurOwn(parts)));
  return [...departments].map((department) => ({ ...told, department, at: formatInstant(now) }));
}

async function* delaysOf(parts: Parts, at: Instant): AsyncGenerator<Delay> {
  for await (const { row } of rowsOf(parts, keyPrefixes.grant)) {
    yield* delayedGrant(parts, parseRow(row) as Grant, at);
  }
  for await (const { key, row } of rowsOf(parts, keyPrefixes.finding)) {
    yield* delayedFinding(parts, splitKey(key)[1] as string, parseRow(row) as FindingRecord, at);
  }
}

function rowsOf({ model }: Parts, kind: string): ReturnType<Parts['model']['rows']> {
  const { start, end } = rangeOf(kind);
  return model.rows(start, end);
}

function delayedGrant(parts: Parts, grant: Grant, at: Instant): readonly Delay[] {
  const { id, waiting } = grant;
  if (waiting === null || at < waiting.due) return [];
  const { step, due } = waiting;
  const data = { grant: id, step, due: formatInstant(due) };
  const told = { id: `grant:${id}:${step}:${due}`, type: 'grant.overdue', data } as const;
  return [{ told, concerned: () => concernedByDelay(parts, grant, at) }];
}

function delayedFinding(parts: Parts, id: string, finding: FindingRecord, at: Instant): readonly Delay[] {
  if (findingStanding(finding, at) !== 'overdue') return [];
  const { code, due } = finding;
  const data = { finding: id, code, due: formatInstant(due) };
  const told = { id: `finding:${id}:${due}`, type: 'finding.overdue', data } as const;
  return [{ told, concerned: () => concernedByFinding(parts, finding, at) }];
}
