import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore, TrustedLog } from '@hanlian/certificates';
import { HanlianError, type JsonObject } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Ledger } from '../ledger/port.js';
import type { ReadModel } from '../readmodel/read-model.js';
import { advanceThrough } from '../statemap/follow.js';
import { RETAIN, StateMap } from '../statemap/state-map.js';
import type { Closing } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { LogFindings } from '../vitals/conditions.js';
import type { Submission } from '../witness/client.js';
import { ExternalCosignatures } from '../witness/external/cosignatures.js';
import type { ExternalWitnesses } from '../witness/external/policy-file.js';
import { WitnessRounds } from '../witness/external/rounds.js';
import { CheckpointWork } from './checkpoint-work.js';
import { LogFollower } from './follower.js';
import { ForkGuard } from './forks.js';
import { openLogKeys, type OwnLogKeys } from './log-keys.js';
import { LogStore } from './log-store.js';
import { originOf } from './origin.js';
import { PublishedLog } from './published.js';
import { LogService } from './service.js';
import { trustedLogs } from './trusted.js';

interface LogOptions {
  /** The hub's own folder. */
  readonly folder: string;
  readonly ledger: Ledger;
  readonly channel: string;
  readonly chaincode: string;
  readonly model: ReadModel;
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly keys: KeyStore;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds between checkpoints; 0: this hub makes and cosigns none, and asks no witness. */
  readonly every: number;
  /** Witnesses beyond the ledger's organisations that this hub asks for their cosignatures; absent: none. */
  readonly witnesses?: ExternalWitnesses | undefined;
  readonly caughtUp: () => Promise<void>;
  readonly submit: (operation: string, facts: JsonObject) => Promise<unknown>;
}

/** A hub's log at work. */
export interface Log {
  readonly service: LogService;
  readonly published: PublishedLog;
  readonly map: StateMap;
  readonly store: LogStore;
  readonly origin: () => Promise<string | undefined>;
  /** The logs this hub vouches for: its ledger's, and those it had before it moved. */
  readonly trusted: () => Promise<readonly TrustedLog[]>;
  /** How large it is, and whether it stands still. */
  readonly findings: () => LogFindings;
  /** Looks at once what is to be published or cosigned, here and by witnesses. */
  readonly turn: () => Promise<void>;
}

/** Where a hub keeps its log. */
export const logFolder = (folder: string): string => join(folder, 'log');
/** Where a hub keeps its state map. */
export const mapFolder = (folder: string): string => join(folder, 'map');

/** Where a damaged log is kept for whoever looks into it; of several, the newest. */
const damagedFolder = (folder: string): string => `${folder}.damaged`;

/** The log as it was left. One that is damaged is put aside, and made anew from the ledger while the hub serves. */
async function openLogStore(folder: string): Promise<LogStore> {
  try {
    return await LogStore.open(folder, nodeHashes);
  } catch (error) {
    if (!(error instanceof HanlianError) || error.code !== 'LOG_DAMAGED') throw error;
    await rm(damagedFolder(folder), { recursive: true, force: true });
    await rename(folder, damagedFolder(folder));
    return LogStore.open(folder, nodeHashes);
  }
}

/** Opens a hub's log, follows the ledger with it, and does the hub's part in its checkpoints. */
export async function openLog(options: LogOptions, closing: Closing): Promise<Log> {
  const { folder, ledger, chaincode, model, every } = options;
  const store = await openLogStore(logFolder(folder));
  const map = closing.add(await StateMap.open(mapFolder(folder), { sha256: nodeHashes.sha256 }));
  const follower = closing.add(new LogFollower(ledger, store, chaincode));
  const cosignatures = new ExternalCosignatures(options.store, options.writer, options.witnesses);
  const published = new PublishedLog(model, cosignatures);
  const forks = new ForkGuard(options.store, published);
  const origin = originOf(ledger, options.channel);
  const work = closing.add(
    new CheckpointWork(
      {
        ledger,
        store,
        follower,
        published,
        origin,
        keys: ownKeys(options),
        mapRootAt: async (block) => {
          const others = await published.blocksAfter(map.head.block, RETAIN);
          return advanceThrough(map, { ledger, namespace: chaincode }, others, block);
        },
        caughtUp: options.caughtUp,
        isHalted: () => forks.isHalted,
        submit: options.submit,
      },
      every,
    ),
  );
  const newest = (): Promise<Submission | undefined> =>
    Promise.resolve(forks.isHalted ? undefined : newestSigned(published, store));
  const rounds = closing.add(new WitnessRounds({ folder, cosignatures, newest }, every));
  follower.start();
  if (every > 0) {
    work.start();
    rounds.start();
  }
  return {
    service: new LogService({ ledger, store, map, published, forks, origin, cosignatures, rounds }),
    published,
    map,
    store,
    origin,
    trusted: () => trustedLogs(folder, published, origin),
    turn: async () => {
      await work.turn();
      // What was just published is what witnesses are asked to cosign.
      await options.caughtUp();
      await rounds.turn();
    },
    findings: () => ({
      size: store.size,
      forks: forks.unaccepted,
      fails: follower.failure !== undefined,
      witnesses: rounds.findings,
    }),
  };
}

/** What witnesses are asked to cosign: the newest checkpoint this hub can prove from. */
function newestSigned(published: PublishedLog, store: LogStore): Submission | undefined {
  const size = published.head()?.size;
  const checkpoint = size === undefined || size > store.size ? undefined : published.signed(size);
  if (size === undefined || checkpoint === undefined) return undefined;
  return { checkpoint, size, consistency: (older) => store.tree(size).consistency(older) };
}

function ownKeys({ keys, ledger, clock }: LogOptions): (origin: string) => Promise<OwnLogKeys> {
  let opened: Promise<OwnLogKeys> | undefined;
  return (origin) => (opened ??= openLogKeys(keys, { mspId: ledger.mspId, origin, clock }));
}
