import type { KeyStore } from '@hanlian/certificates';
import type { ConsentWork } from '../services/consents/index.js';
import type { Reports } from '../services/credit/report/reports.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import type { Services } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { Once } from '../storage/once.js';
import type { Feed } from '../feed/feed.js';
import type { Closing } from '../storage/closing.js';
import { EndingsHeard } from './endings-heard.js';
import { EndingsTold } from './endings-told.js';
import { ExchangeKeys } from './keys.js';
import { Letters } from './letters.js';
import { Peers } from './peers.js';
import { PullsAnswered } from './pulls-answered.js';
import { PullsAsked } from './pulls-asked.js';
import { ReportsAnswered } from './reports-answered.js';
import { ReportsAsked } from './reports-asked.js';

interface Own extends ConsentWork {
  readonly keys: KeyStore;
  readonly writer: GroupWriter;
  readonly feed: Feed;
  /** Hubs of other processes, by the departments they stand for. */
  readonly urls: ReadonlyMap<string, string>;
  readonly reports: Pick<Reports, 'release' | 'kept' | 'pdf'>;
}

/** How a hub asks another organisation's, and what it answers. */
export interface Exchange {
  readonly keys: ExchangeKeys;
  readonly peers: Peers;
  /** What banks of this hub have pulled. */
  readonly pulls: PullsAsked;
  /** What banks are told of licences that this hub keeps. */
  readonly endings: EndingsTold;
  readonly service: Services['exchange'];
}

export async function openExchange(parts: LicenseParts, own: Own, closing: Closing): Promise<Exchange> {
  const keys = new ExchangeKeys(own.keys);
  const peers = new Peers({ ...parts, urls: own.urls });
  const letters = new Letters({ ...parts, keys });
  const received = await Once.open('letter~', { ...parts, writer: own.writer });
  const asked = new PullsAsked({ ...parts, ...own, keys, letters, peers });
  const release: Reports['release'] = (pulled) => own.reports.release(pulled);
  const answered = new PullsAnswered({ ...parts, ...own, letters, received, release });
  const reportsAsked = new ReportsAsked({ letters, peers, pulls: asked });
  const reportsAnswered = new ReportsAnswered({ ...parts, ...own, letters, received });
  const endings = closing.add(new EndingsTold({ ...parts, ...own, letters, peers }));
  const heard = new EndingsHeard({ ...parts, ...own, letters, received });
  return {
    keys,
    peers,
    pulls: asked,
    endings,
    service: {
      pull: (caller, id, input, once) => asked.pull(caller, id, input, once),
      answer: (question) => answered.answer(question),
      pdf: (caller, place) => reportsAsked.pdf(caller, place),
      answerPdf: (question) => reportsAnswered.answer(question),
      hearEnding: (letter) => heard.hear(letter),
      key: async (department) => {
        // Of others there is none here.
        await own.speakers.of(department);
        return { department, ...(await keys.of(department)) };
      },
    },
  };
}
