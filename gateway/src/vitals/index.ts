import { statfs } from 'node:fs/promises';
import type { Expiring } from '../feed/notice.js';
import { feedPlace } from '../feed/follower.js';
import type { Ledger } from '../ledger/port.js';
import type { Log } from '../log/index.js';
import type { Outbox } from '../outbox/outbox.js';
import type { Projector } from '../readmodel/projector.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Sharing } from '../sharing/index.js';
import type { StampQueue } from '../stamping/queue.js';
import { deadLetters } from '../webhooks/records.js';
import type { StatusLists } from '../status-lists/index.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import type { Store } from '../storage/store.js';
import { conditionsOf, MOST_COUNTED, type Findings } from './conditions.js';
import type { Ending } from './endings.js';
import type { Vitals } from './types.js';

type Endings = AsyncIterable<Ending | Expiring> | Iterable<Ending | Expiring>;

export interface VitalsParts {
  /** The hub's own folder. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly model: ReadModel;
  readonly store: Store;
  readonly projector: Projector;
  readonly log: Log;
  readonly stamps: StampQueue;
  readonly statusLists: Pick<StatusLists, 'failing'>;
  readonly sharing: Pick<Sharing, 'failing'>;
  readonly outbox: Outbox;
  readonly webhooks: Pick<Webhooks, 'lag'>;
  readonly endings: readonly (() => Endings | Promise<Endings>)[];
}

/** A peer that has not answered by then counts as out of reach; milliseconds. */
const PATIENCE = 2000;
/** No transaction has this id: asking for it makes a peer answer, on every ledger. */
const NO_TRANSACTION = '0'.repeat(64);

/** Looks at a hub's parts; changes nothing and waits for nothing that may hang. */
export const openVitals = (parts: VitalsParts): Vitals => ({
  look: async () => {
    const found = await findings(parts);
    return { found, conditions: conditionsOf(found) };
  },
  endings: async () => {
    const all: Ending[] = [];
    for (const source of parts.endings) {
      for await (const { kind, name, until } of await source()) all.push({ kind, name, until });
    }
    return all;
  },
});

async function findings(parts: VitalsParts): Promise<Findings> {
  const { ledger, model, projector, store } = parts;
  const [ledgerAnswers, height, quarantined, stampsWaiting, outbox, dead, lag, diskFree] = await Promise.all([
    answers(ledger),
    ledger.height(),
    model.quarantined(),
    parts.stamps.waiting(MOST_COUNTED),
    parts.outbox.waiting(MOST_COUNTED),
    deadLetters(store, MOST_COUNTED),
    parts.webhooks.lag(),
    freeBytes(parts.folder),
  ]);
  const { block } = model.position;
  return {
    ledgerAnswers,
    height,
    projected: block + 1,
    projectionFails: projector.failure !== undefined,
    quarantined: quarantined.map(({ transactionId }) => transactionId),
    log: parts.log.findings(),
    stampsWaiting,
    statusListsFailing: parts.statusLists.failing(),
    sharingFailing: parts.sharing.failing(),
    outbox,
    feedBehind: Math.max(0, block - feedPlace(store).block),
    deadLetters: dead,
    webhookLag: Math.floor(lag / 1000),
    diskFree,
  };
}

async function answers(ledger: Pick<Ledger, 'transaction'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE);
  });
  const ask = async (): Promise<boolean> => {
    await ledger.transaction(NO_TRANSACTION);
    return true;
  };
  const asked = ask().catch(() => false);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
