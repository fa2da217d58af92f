import { HanlianError, type JsonValue } from '@hanlian/chaincode/domain';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import type { JobNews } from '@hanlian/gateway/outbox/job-news';
import type { Job, Jobs } from '@hanlian/gateway/outbox/jobs';
import { Requests, type Plan } from '@hanlian/gateway/outbox/requests';
import type { SigningDesk } from '@hanlian/gateway/outbox/signing-desk';
import { filing, filingOf, Filings } from '@hanlian/gateway/services/own-accesses/filings';
import { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { openStore, type Store } from '@hanlian/gateway/storage/store';
import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import { newFolder, removeFolder } from '../../support/folders.js';

const ACCESS = { requester: 'requester', query: 'query' };

describe('objections on their way to the ledger', () => {
  let folder: string;
  let store: Store;
  let filings: Filings;
  let requests: Requests;
  /** What befalls the next jobs; when it is empty, all goes well. */
  let fates: Error[];
  /** The findings that jobs have made. */
  let made: string[];

  beforeEach(async () => {
    folder = await newFolder();
    store = await openStore(folder);
    [fates, made] = [[], []];
    const kept = new Map<string, Job>();
    const jobs = {
      isHeld: () => Promise.resolve(false),
      changes: (job: Job) => (kept.set(job.id, job), []),
      get: (id: string) => kept.get(id),
      removal: () => [],
      run: ({ id, answer }: Job): Promise<JsonValue> => {
        const fate = fates.shift();
        if (fate !== undefined) return Promise.reject(fate);
        made.push(id);
        return Promise.resolve(answer as JsonValue);
      },
    } as unknown as Jobs;
    const writer = new GroupWriter(store);
    const news: JobNews = { departmentOf: () => undefined, changes: () => [], tell: () => undefined };
    requests = new Requests({
      store,
      writer,
      jobs,
      desk: undefined as unknown as SigningDesk,
      news,
      clock: Date.now,
    });
    filings = new Filings({ store, requests });
  });
  afterEach(async () => {
    await store.close();
    await removeFolder(folder);
  });

  /** Signed anew each time. */
  const object = (signature: string): Promise<unknown> => {
    const once = { key: `requester~query~${signature}`, bodyDigest: signature };
    return filings.file(ACCESS, once, (): Plan => {
      const finding = `finding of ${signature}`;
      return {
        job: { v: 1, id: finding, answer: { finding } } as unknown as Job,
        changes: [filing(ACCESS, { finding, request: once.key })],
        first: Promise.resolve(),
      };
    });
  };

  it('are one, however many are sent at once', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map(object));
    expect(answers).to.deep.equal(answers.map(() => ({ finding: 'finding of a' })));
    expect(made).to.deep.equal(['finding of a']);
  });

  it('are taken up again by the next one, where the ledger did not answer', async () => {
    const unreached = new LedgerError('No answer', { stage: 'submit', code: 'LEDGER_OUTCOME_UNKNOWN' });
    fates = [unreached];
    expect(await object('a').catch((error: unknown) => error)).to.equal(unreached);
    expect(await object('b')).to.deep.equal({ finding: 'finding of a' });
    expect(made).to.deep.equal(['finding of a']);
  });

  it('do not stand in the way of the next one once they were refused', async () => {
    fates = [new HanlianError('DEPARTMENT_UNKNOWN', 'No such department')];
    const refused = await object('a').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(HanlianError);
    expect(await object('b')).to.deep.equal({ finding: 'finding of b' });
    await eventually(() => expect(filingOf(store, ACCESS)?.finding).to.equal('finding of b'));
  });
});
