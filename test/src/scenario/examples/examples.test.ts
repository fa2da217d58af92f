import { scopesOf } from '@hanlian/chaincode/domain';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import { expect } from 'chai';
import { requireDeclared } from '../../http/declared.js';
import { runCity, type RunningCity } from '../../support/city.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { send } from '../../support/http-client.js';
import { OPERATIONS, requestOf, type Operation } from '../../support/operations.js';
import { nameRecords } from '../../support/sharing-city.js';
import { clock, DAY, Preparation, type Sending } from './helper.js';
import { reportAsked } from './pulled.js';
import { sendingsIn } from './sendings.js';

const USUAL = ['market-clerk', 'registrar', 'operator', 'finance-officer'] as const;

const callerFor = ({ scope }: Operation): string | undefined =>
  scope && USUAL.find((id) => scopesOf(CALLERS.find((one) => one.id === id)!.role).has(scope));

describe('the examples of the description, sent to a live hub', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    // Reports that banks pull wait for the checkpoint over their pull.
    city = await runCity(folder, { clock: () => clock.now }, { HANLIAN_CHECKPOINT_SECONDS: '1' });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  beforeEach(() => {
    clock.now = DAY;
  });

  const sendings = (preparation: Preparation): Readonly<Record<string, () => Promise<Sending>>> => ({
    ...sendingsIn(preparation, folder),
    'POST /v1/exchange/reports': () => reportAsked(city, DAY / 1000),
  });

  for (const operation of OPERATIONS.filter(({ example }) => example !== undefined)) {
    it(operation.name, async () => {
      const preparation = new Preparation(city);
      const {
        by = callerFor(operation),
        key = by && preparation.named(by).key,
        hub = 'bureau',
        path = operation.path,
        body = (given) => given,
      }: Sending = (await sendings(preparation)[operation.name]?.()) ?? {};
      const example = body(operation.example!);
      const request = requestOf({ ...operation, example }, path, key);
      const received = await send(city.url(hub), request);
      expect(received.status, received.text.slice(0, 800)).to.be.within(200, 202);
      requireDeclared(request, received);
    });
  }
});
