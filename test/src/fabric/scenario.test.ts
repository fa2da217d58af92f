import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { CHAINCODE } from '@hanlian/gateway/places';
import type { TransactionRequest } from '@hanlian/gateway/ledger/port';
import type { Signatory } from '@hanlian/gateway/outbox/submission';
import { firstDifference } from '@hanlian/gateway/readmodel/compare';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { catchUp } from '@hanlian/gateway/readmodel/rebuild';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { nameRecords } from '../support/sharing-city.js';
import { allBlocks, keptDocuments, secretsOf } from '../support/secrets.js';
import { runCityOnFabric } from './city-on-fabric.js';
import { refused } from './refused.js';
import { normalForm, tellLife, type Told } from './told.js';
import { tellConsents } from './told-consents.js';
import { tellCredit } from './told-credit.js';
import { tellLog } from './told-log.js';
import { tellReseal } from './told-reseal.js';
import { tellSharing } from './told-sharing.js';

/** Somebody of each organisation. */
const MEMBER = { bureau: 'market-clerk', bank: 'bank-one-officer', auditor: 'auditor' } as const;

describe('the city on Hyperledger Fabric', () => {
  let folder: string;
  let city: RunningCity;
  let told: Told[];
  /** What the bureau's hub asked its peers to do while the story was told. */
  const asked: TransactionRequest[] = [];

  before(async () => {
    folder = await newFolder();
    city = await runCityOnFabric();
    const { ledger } = city.hub('bureau').administration.licenses;
    const propose = ledger.propose.bind(ledger);
    ledger.propose = (identity, request) => {
      asked.push(request);
      return propose(identity, request);
    };
    told = await tellLife(city);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('tells the life of a certificate in the same words as on the embedded ledger', async () => {
    const embedded = await runCity(join(folder, 'embedded'));
    try {
      const expected = normalForm(await tellLife(embedded));
      normalForm(told).forEach((one, number) => expect(one, one.step).deep.equal(expected[number]));
    } finally {
      await embedded.stop();
    }
    const verdicts = told.flatMap(({ body }) => (body as { verdict?: string }).verdict ?? []);
    expect(verdicts).deep.equal(['VALID', 'INVALID', 'INVALID', 'INVALID', 'INVALID']);
  });

  it('tells the life of its log in the same words as on the embedded ledger', async () => {
    const embedded = await runCity(join(folder, 'embedded-log'));
    try {
      const expected = normalForm(await tellLog(embedded));
      const own = normalForm(await tellLog(city));
      own.forEach((one, number) => expect(one, one.step).deep.equal(expected[number]));
      expect(own).to.have.lengthOf(expected.length);
    } finally {
      await embedded.stop();
    }
  });

  it('seals anew what a stolen key sealed, in the same words as on the embedded ledger', async () => {
    const embedded = await runCity(join(folder, 'embedded-reseal'));
    try {
      const expected = normalForm(await tellReseal(embedded));
      const own = await tellReseal(city);
      normalForm(own).forEach((one, number) => expect(one, one.step).deep.equal(expected[number]));
      const proofs = own.filter(({ step }) => step.includes('proves')).map(({ body }) => body);
      const valid = ['VALID', 'ISSUER_VALID'];
      const unproven = ['INVALID', 'SEAL_TIME_UNPROVEN'];
      expect(proofs).deep.equal([
        [valid, valid],
        [unproven, valid],
        [valid, valid],
        [unproven, valid],
      ]);
    } finally {
      await embedded.stop();
    }
  });

  it('tells how credit entries are published and repaired in the same words as on the embedded ledger', async () => {
    const embedded = await runCity(join(folder, 'embedded-credit'));
    try {
      const expected = normalForm(await tellCredit(embedded));
      const own = normalForm(await tellCredit(city));
      own.forEach((one, number) => expect(one, one.step).deep.equal(expected[number]));
      expect(own).to.have.lengthOf(expected.length);
    } finally {
      await embedded.stop();
    }
  });

  it('tells consents, raced pulls and what banks hear of in the same words as on the embedded ledger', async () => {
    const embedded = await runCity(join(folder, 'embedded-consents'));
    try {
      const expected = normalForm(await tellConsents(embedded));
      const own = normalForm(await tellConsents(city));
      own.forEach((one, number) => expect(one, one.step).deep.equal(expected[number]));
      expect(own).to.have.lengthOf(expected.length);
    } finally {
      await embedded.stop();
    }
  });

  it('tells who gets whose data, and its audit by files alone, in the same words as on the embedded ledger', async () => {
    const data = join(folder, 'embedded-sharing');
    await nameRecords(data);
    const embedded = await runCity(data);
    try {
      const expected = normalForm(await tellSharing(embedded, await mkdtemp(join(folder, 'audit-'))));
      const own = normalForm(await tellSharing(city, await mkdtemp(join(folder, 'audit-'))));
      own.forEach((one, number) => expect(one, one.step).deep.equal(expected[number]));
      expect(own).to.have.lengthOf(expected.length);
      expect(own.at(-1)!.body).to.include({ verdict: 'CLEAN' });
    } finally {
      await embedded.stop();
    }
  });

  it('has each certificate on the peers of all three organisations', async () => {
    const [{ body }] = told as [Told];
    const [{ id }] = (body as { certificates: [{ id: string }] }).certificates;
    for (const name of ['bureau', 'bank', 'auditor'] as const) {
      const [type, issuer, serial] = id.slice('1.2.156.3005.2.'.length).split('.');
      const view = JSON.parse(await evaluate(name, { type, issuer, serial, version: '001' })) as object;
      expect(view, name).to.include({ serial, version: '001', current: '002' });
    }
  });

  it('keeps its data, callers and keys over a restart, and seeds nothing twice', async () => {
    const before = city.callers.map(({ key }) => key);
    const height = await city.hub('bureau').administration.licenses.ledger.height();
    await city.stop();
    city = await runCityOnFabric();
    expect(city.callers.map(({ key }) => key)).deep.equal(before);
    expect(await city.hub('bureau').administration.licenses.ledger.height()).equal(height);
  });

  it('rebuilds every read model from block 0, byte for byte', async () => {
    for (const name of ['bureau', 'bank', 'auditor'] as const) {
      const { model, ledger, caughtUp } = city.hub(name).administration.licenses;
      await caughtUp();
      const rebuilt = await ReadModel.open(join(folder, `rebuilt-${name}`), CHAINCODE);
      await catchUp(ledger, rebuilt, model.position);
      expect(await firstDifference(model, rebuilt), name).equal(undefined);
      await rebuilt.close();
    }
  });

  it('has no personal data in any block, nor the digest of a name or number', async () => {
    const documents = await keptDocuments(city.hub('bureau'));
    const secrets = secretsOf(documents.flatMap(({ holders }) => holders));
    expect(secrets.length).greaterThan(1000);
    const blocks = await allBlocks(city.hub('auditor').administration.licenses.ledger);
    expect(blocks, 'the search finds what is there').includes('license:openBatch');
    expect(secrets.filter((secret) => blocks.includes(secret))).deep.equal([]);
  });

  describe('decides on the peers, whatever a hub lets through', () => {
    it("no department touches another's certificate", async () => {
      expect(await attempt('bureau', 'police-clerk', 'license:suspend')).deep.equal(
        refusal('OTHER_DEPARTMENT'),
      );
    });

    it('no bank issues', async () => {
      expect(await attempt('bank', 'bank-one-officer', 'license:openBatch')).deep.equal(
        refusal('ROLE_NOT_ALLOWED'),
      );
    });

    it('no auditor writes', async () => {
      for (const operation of ['license:openBatch', 'license:suspend', 'license:renew', 'license:annul']) {
        expect(await attempt('auditor', 'auditor', operation), operation).deep.equal(
          refusal('ROLE_NOT_ALLOWED'),
        );
      }
    });

    it("no authority makes a clerk of another organisation's department", async () => {
      const { identities } = city.hub('bank').administration;
      await identities.enrol('pretender', { role: 'clerk', department: DEPARTMENTS.market.code });
      for (const operation of ['license:openBatch', 'license:suspend']) {
        expect(await attempt('bank', 'pretender', operation), operation).deep.equal(refusal('WRONG_MSP'));
      }
    });
  });

  const refusal = (code: string): object => ({ stage: 'endorse', code });

  /** Asks an organisation's peer for what a clerk was granted, under a new intent, as somebody else. */
  async function attempt(name: OrganisationName, identity: string, operation: string): Promise<unknown> {
    const granted = asked.find((request) => request.function === operation);
    if (granted === undefined) throw new Error(`the story holds no ${operation}`);
    const argument = JSON.parse(granted.arguments[0]!) as object;
    const intent = randomBytes(16).toString('base64url');
    const request = { ...granted, arguments: [JSON.stringify({ ...argument, intent })] };
    const { administration } = city.hub(name);
    const signatory: Signatory = await administration.identities.signatory(identity);
    const { ledger } = administration.licenses;
    const { bytes, message } = await ledger.propose(signatory.identity, request);
    return refused(ledger.endorse(bytes, await signatory.signer.sign(message)));
  }

  async function evaluate(name: OrganisationName, reference: object): Promise<string> {
    const { administration } = city.hub(name);
    const { identity, signer } = await administration.identities.signatory(MEMBER[name]);
    const { ledger } = administration.licenses;
    const request = { function: 'license:get', arguments: [JSON.stringify({ v: 1, ...reference })] };
    const { bytes, message } = await ledger.propose(identity, request);
    return ledger.evaluate(bytes, await signer.sign(message));
  }
});
