import { X509Certificate } from 'node:crypto';
import { scopesOf, type JsonObject } from '@hanlian/chaincode/domain';
import { settle } from '@hanlian/gateway/client/signing';
import { endpoints } from '@hanlian/gateway/endpoints/index';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import { expect } from 'chai';
import { requireDeclared } from '../../http/declared.js';
import { runCity, type RunningCity } from '../../support/city.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { send, type Received } from '../../support/http-client.js';
import { OPERATIONS, requestOf, type Operation } from '../../support/operations.js';
import { nameRecords } from '../../support/sharing-city.js';
import { isSigning, SignedCity } from '../../support/signed-city.js';
import { clock, DAY, Preparation, type Sending } from './helper.js';
import { sendingsIn } from './sendings.js';

const USUAL = ['market-clerk', 'registrar', 'finance-clerk', 'bank-one-officer'] as const;

const callerFor = ({ scope }: Operation): string | undefined =>
  scope && USUAL.find((id) => scopesOf(CALLERS.find((one) => one.id === id)!.role).has(scope));

const SIGNED = new Set(
  endpoints.filter(({ signedByCaller }) => signedByCaller).map(({ method, path }) => `${method} ${path}`),
);

/** The transactions an answer names. */
const transactionsOf = ({ transactionId, transactionIds = [] }: JsonObject): string[] =>
  typeof transactionId === 'string' ? [transactionId] : (transactionIds as string[]);

describe('every write that its caller signs, sent by one who keeps the key', function () {
  this.timeout(120_000);
  let folder: string;
  let plain: RunningCity;
  let city: SignedCity;

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    plain = await runCity(folder, { clock: () => clock.now }, { HANLIAN_CHECKPOINT_SECONDS: '1' });
    city = new SignedCity(plain);
  });
  after(async () => {
    await plain.stop();
    await removeFolder(folder);
  });
  beforeEach(() => {
    clock.now = DAY;
  });

  /** Whose key the transactions were signed with, as the ledger has it. */
  const signedWith = async (hub: OrganisationName, ids: readonly string[]): Promise<X509Certificate[]> => {
    const found = await Promise.all(ids.map((id) => city.hub(hub).services.ledger.transaction(id)));
    return found.map((one) => new X509Certificate(one!.creator.certificate));
  };

  const sent = async (
    operation: Operation,
  ): Promise<{ by: string; hub: OrganisationName; ask: () => Promise<Received> }> => {
    const preparation = new Preparation(city);
    const {
      by = callerFor(operation)!,
      hub = 'bureau',
      path = operation.path,
      body = (given) => given,
    }: Sending = (await sendingsIn(preparation, folder)[operation.name]?.()) ?? {};
    const { key } = preparation.named(by);
    await city.clientOf(preparation.named(by));
    const request = requestOf({ ...operation, example: body(operation.example!) }, path, key);
    const ask = async (): Promise<Received> => {
      const received = await send(city.url(hub), request);
      requireDeclared(request, received);
      return received;
    };
    return { by, hub, ask };
  };

  for (const operation of OPERATIONS.filter(({ name, example }) => SIGNED.has(name) && example)) {
    it(operation.name, async () => {
      const { by, hub, ask } = await sent(operation);
      const first = await ask();
      expect(first.status, first.text.slice(0, 800)).to.equal(202);
      const signing = first.json as JsonObject;
      if (!isSigning(signing)) throw new Error(first.text);
      expect(first.headers.location).to.equal(`/v1/signings/${signing.id}`);
      const client = await city.clientOf(new Preparation(city).named(by));
      const settled = await settle(client, signing);
      expect(settled.status, JSON.stringify(settled.body)).to.equal(200);
      const done = await ask();
      expect(done.status, done.text.slice(0, 800)).to.be.within(200, 201);
      expect((await ask()).json).to.deep.equal(done.json);
      const ids = transactionsOf(settled.body);
      expect(ids).to.not.deep.equal([]);
      for (const certificate of await signedWith(hub, ids)) {
        expect(certificate.checkPrivateKey(client.privateKey)).to.equal(true);
      }
    });
  }
});
