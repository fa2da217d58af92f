import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { FeedEvent, JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { ENTERPRISE, registrationOf } from '../../fabric/told-credit.js';
import { callerOf, made } from '../../support/answers.js';
import { licenceFor } from '../../support/business-licence.js';
import { runCity, type RunningCity } from '../../support/city.js';
import { ConsentingCity } from '../../support/consents.js';
import { eventually } from '../../support/eventually.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { afterWord, runKilled } from '../killed.js';

const PROGRAM = fileURLToPath(new URL('worker.js', import.meta.url));
/** Whether the bank's hub can be reached, after which word the city is killed, and after how long at most. */
const KILLS = [
  ['down', 'queued', 0],
  ['up', 'written', 150],
] as const;

describe('a bank to be told of its customer by hubs that are killed', function () {
  this.timeout(5 * 60_000);
  let folder: string;

  before(async () => {
    folder = await newFolder();
  });
  after(() => removeFolder(folder));

  /** The city once more, for as long as something is done in it. */
  async function within<T>(work: (city: RunningCity) => Promise<T>): Promise<T> {
    const city = await runCity(join(folder, 'data'));
    try {
      return await work(city);
    } finally {
      await city.stop();
    }
  }

  const licencesOf = (city: RunningCity): Promise<string[]> =>
    Promise.all(
      KILLS.map(async () => {
        const issued = made(
          await city.ask(callerOf(city, 'market-clerk'), '/v1/licenses', licenceFor(ENTERPRISE)),
        );
        return (issued.certificates as [{ id: string }])[0].id;
      }),
    );

  const told = async (city: RunningCity, type: FeedEvent['type']): Promise<JsonObject[]> => {
    const bank = callerOf(city, 'bank-one-officer');
    const { items } = made(await city.ask(bank, '/v1/events?after=0&limit=200'));
    return (items as unknown as FeedEvent[]).filter((event) => event.type === type).map(({ data }) => data);
  };

  it('is told of every serious entry and every licence that ended, each once', async () => {
    const licences = await within(async (city) => {
      const here = new ConsentingCity(city);
      await here.prepare();
      const entries = [registrationOf(ENTERPRISE)];
      made(await city.ask(callerOf(city, 'market-clerk'), '/v1/credit/entries', { entries }));
      made(await here.give(here.statement({ provider: DEPARTMENTS.credit.code })));
      return licencesOf(city);
    });
    const documents = KILLS.map((_, i) => `示例市监罚〔2026〕${i + 1}号`);
    for (const [i, [reach, word, most]] of KILLS.entries()) {
      const args = [join(folder, 'data'), documents[i]!, licences[i]!, reach];
      const { signal, errors } = await runKilled(PROGRAM, args, afterWord(word, most));
      expect(signal, errors).to.equal('SIGKILL');
    }
    await within((city) =>
      eventually(async () => {
        const serious = await told(city, 'credit.serious');
        expect(serious.map(({ document }) => document)).to.have.members(documents);
        const ended = await told(city, 'license.ended');
        expect(ended.map(({ certificate }) => certificate)).to.have.members(licences);
        const { store } = city.hub('bureau').administration.licenses;
        expect(await store.keys({ gte: 'ending~', lt: 'ending~~' }).all()).to.deep.equal([]);
      }),
    );
  });
});
