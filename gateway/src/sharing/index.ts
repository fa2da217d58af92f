import type { JsonObject } from '@hanlian/chaincode/domain';
import type { Logger } from 'pino';
import type { HolderKeys } from '../documents/holder-keys.js';
import type { Exchange } from '../exchange/index.js';
import { loggable } from '../observability/loggable.js';
import { RegularWork } from '../regular-work.js';
import type { ConsentWork } from '../services/consents/index.js';
import { KnownSurroundings } from '../services/grants/surroundings.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import type { Services } from '../services/types.js';
import type { Closing } from '../storage/closing.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { Anchoring } from './anchoring.js';
import { Asking } from './asking.js';
import { Boxes } from './boxes.js';
import { Chains } from './chains.js';
import { Leases } from './leases.js';
import { Onward } from './onward.js';
import { Openings } from './openings.js';
import { Rates } from './rates.js';
import { Received } from './received.js';
import { Receipts } from './receipts.js';
import { Release } from './release.js';
import { queryService } from './service.js';
import { Sources } from './sources/index.js';
import { Told } from './told.js';
import { Views } from './views.js';

interface Own extends Pick<ConsentWork, 'calls' | 'speakers'> {
  /** The hub's folder: there lies which sources it has. */
  readonly folder: string;
  readonly writer: GroupWriter;
  readonly holderKeys: HolderKeys;
  readonly exchange: Pick<Exchange, 'keys' | 'peers'>;
  /** Milliseconds between two anchors; 0: none are made. */
  readonly every: number;
  readonly logger: Pick<Logger, 'error'>;
}

/** A hub's part in the sharing of data: what its departments give, ask, and can show of it. */
export interface Sharing {
  readonly service: Services['queries'];
  readonly onward: Services['onward'];
  readonly receipts: Receipts;
  readonly told: Told;
  readonly speakers: ConsentWork['speakers'];
  readonly openings: Openings;
  /** Anchors what there is, sends acknowledgements and notices, lets end what has reached its end: one look, now. */
  readonly turn: () => Promise<void>;
  readonly failure: () => unknown;
  /** How many of its works failed when last tried: anchors with what ends, acknowledgements, what providers are told. */
  readonly failing: () => number;
}

export async function openSharing(parts: LicenseParts, own: Own, closing: Closing): Promise<Sharing> {
  const { speakers, holderKeys, exchange } = own;
  const work = { ...parts, ...own, ...exchange };
  const write = async (operation: string, provider: string, request: JsonObject): Promise<unknown> => {
    const speaker = await speakers.of(parts.registry.inChargeOf(provider, parts.now()));
    return own.calls.write(speaker, { operation, request, transient: {} });
  };
  const failed = (failure: unknown): void => own.logger.error({ error: loggable(failure) }, 'sharing');
  const boxes = new Boxes(holderKeys.keyFor('receipts'));
  const openings = new Openings(work);
  const chains = closing.add(new Chains({ ...work, boxes }));
  const receipts = new Receipts({ ...work, boxes, openings, chains });
  const received = closing.add(new Received({ ...work, boxes, openings, failed }));
  const sources = closing.add(await Sources.open(own.folder));
  const views = new Views(parts);
  const surroundings = new KnownSurroundings(parts);
  const release = new Release({
    ...work,
    receipts,
    sources,
    surroundings,
    rates: new Rates(),
    views,
    saltKey: holderKeys.keyFor('salts of released data'),
    leases: new Leases({
      ...parts,
      isOurs: (department) => speakers.stands(department),
      take: (provider, request) => write('leaseQuota', provider, { ...request }),
    }),
  });
  const asking = new Asking({ ...work, release, receipts, received });
  const told = closing.add(new Told({ ...work, boxes, receipts, failed }));
  const onward = new Onward({ ...work, boxes, receipts, received, surroundings, told, views });
  const anchoring = new Anchoring({
    ...parts,
    receipts,
    // An anchor is its successor's to write: where that is in another hub, nothing here can.
    providers: () =>
      speakers.all().filter((code) => speakers.stands(parts.registry.inChargeOf(code, parts.now()))),
    anchor: (provider, request) => write('anchorReceipts', provider, request),
  });
  const looks = closing.add(
    new RegularWork(
      async (signal) => {
        await openings.sweep();
        await anchoring.turn(signal);
      },
      own.every,
      failed,
    ),
  );
  if (own.every > 0) looks.start();
  const works = [looks, received, told];
  return {
    service: queryService({ ...work, asking, release, receipts, received }),
    onward: onward.service,
    receipts,
    told,
    speakers,
    openings,
    turn: async () => {
      await Promise.all(works.map((each) => each.turn()));
    },
    failure: () => works.find(({ failure }) => failure !== undefined)?.failure,
    failing: () => works.filter(({ failure }) => failure !== undefined).length,
  };
}
