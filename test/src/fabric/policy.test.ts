import { hash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Step } from '@hanlian/conformance-chaincode/interpreter';
import type { StartedNetwork } from '@hanlian/network';
import { expect } from 'chai';
import { Client, probeCall } from './client.js';
import { refused } from './refused.js';
import { eventually } from '../support/eventually.js';
import { sharedNetwork } from './shared-network.js';

const fresh = (): string => randomBytes(8).toString('hex');

const put = (key: string, organisations?: string[]): ReturnType<typeof probeCall> =>
  probeCall([{ op: 'put', key, value: '1' }], organisations ? { endorsingOrganizations: organisations } : {});

const get = (key: string): ReturnType<typeof probeCall> => probeCall([{ op: 'get', key }]);

const collection = 'pair';

const keepStep = (key: string): Step => ({ op: 'privatePutTransient', collection, key, name: 'secret' });

const keep = (key: string, secret: string, organisations?: string[]): ReturnType<typeof probeCall> =>
  probeCall([keepStep(key)], {
    transient: { secret: Buffer.from(secret) },
    ...(organisations && { endorsingOrganizations: organisations }),
  });

const recall = (key: string): ReturnType<typeof probeCall> =>
  probeCall([
    { op: 'privateGet', collection, key },
    { op: 'privateHash', collection, key },
  ]);

/** Whether any file below a folder holds a text. A database may put one in another's place meanwhile: then all are read again. */
function holds(folder: string, text: string): boolean {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return holds(folder, text);
    throw error;
  }
}

describe('what only several organisations can enforce', () => {
  let network: StartedNetwork;
  let bureau: Client;
  let bank: Client;
  let auditor: Client;

  before(async () => {
    network = await sharedNetwork();
    [bureau, bank, auditor] = await Promise.all([
      Client.open(network, 'bureau'),
      Client.open(network, 'bank'),
      Client.open(network, 'auditor'),
    ]);
  });

  after(() => Promise.all([bureau, bank, auditor].map(({ ledger }) => ledger.close())));

  describe('endorsement', () => {
    for (const one of ['BureauMSP', 'BankMSP', 'AuditorMSP']) {
      it(`by ${one} alone is not enough: the transaction is void`, async () => {
        const key = fresh();
        expect((await bureau.commit(put(key, [one]))).code).to.equal('ENDORSEMENT_POLICY_FAILURE');
        expect(await bureau.evaluate(get(key))).to.deep.equal([null]);
      });
    }

    for (const two of [
      ['BureauMSP', 'BankMSP'],
      ['BankMSP', 'AuditorMSP'],
      ['AuditorMSP', 'BureauMSP'],
    ]) {
      it(`by ${two.join(' and ')} is enough`, async () => {
        expect((await bureau.commit(put(fresh(), two))).code).to.equal('VALID');
      });
    }

    it('of a private write takes both members: any two organisations are not enough', async () => {
      const key = fresh();
      const { code } = await bureau.commit(keep(key, 'x', ['BureauMSP', 'AuditorMSP']));
      expect(code).to.equal('ENDORSEMENT_POLICY_FAILURE');
      expect(await bureau.evaluate(recall(key))).to.deep.equal([null, null]);
    });
  });

  describe('private data', () => {
    it('is held by the members, and by no one else, not even for a member who asks there', async () => {
      const [key, secret] = [fresh(), `for two only ${fresh()}`];
      expect((await bureau.commit(keep(key, secret))).code).to.equal('VALID');
      const answer = (await eventually(async () => {
        const found = (await bank.evaluate(recall(key))) as unknown[];
        expect(found[0]).to.equal(secret);
        return found;
      })) as string[];
      const hashKnown = probeCall([{ op: 'privateHash', collection, key }]);
      await eventually(async () => expect(await auditor.evaluate(hashKnown)).to.deep.equal([answer[1]]));
      expect(await refused(bureau.through(auditor).evaluate(recall(key)))).to.deep.equal({
        stage: 'evaluate',
        code: 'LEDGER_PRIVATE_DATA_UNAVAILABLE',
      });
    });

    it('stands in no block, and in no file of an outsider', async () => {
      const [key, secret] = [fresh(), `searched for ${fresh()}${fresh()}`];
      await bureau.commit(keep(key, secret));
      for (let number = 0; number < (await auditor.ledger.height()); number += 1) {
        const bytes = Buffer.from((await auditor.ledger.blockBytes(number)) ?? []);
        expect(bytes.includes(secret), `block ${number}`).to.equal(false);
      }
      const peerFolder = (name: string): string => network.layout.nodeData(name);
      expect(holds(peerFolder('peer0.bureau'), secret), 'a member').to.equal(true);
      expect(holds(peerFolder('peer0.auditor'), secret), 'an outsider').to.equal(false);
      expect(holds(peerFolder('orderer1.bureau'), secret), 'an orderer').to.equal(false);
    });

    it('is gone with its hash after a purge, at every member, and its salted commitment still proves', async () => {
      const key = fresh();
      const secret = `${randomBytes(16).toString('hex')} for a while`;
      const commitment = hash('sha256', secret);
      const [publicStep, privateStep] = [{ op: 'put', key, value: commitment }, keepStep(key)] as const;
      const kept = { transient: { secret: Buffer.from(secret) } };
      expect((await bureau.commit(probeCall([publicStep, privateStep], kept))).code).to.equal('VALID');
      await eventually(async () => expect(await bank.evaluate(recall(key))).to.include(secret));
      await bureau.commit(probeCall([{ op: 'privatePurge', collection, key }]));
      for (const member of [bureau, bank]) {
        await eventually(async () => expect(await member.evaluate(recall(key))).to.deep.equal([null, null]));
      }
      for (const anyone of [bureau, bank, auditor])
        await eventually(async () =>
          expect(await anyone.evaluate(get(key))).to.deep.equal([hash('sha256', secret)]),
        );
    });

    it('is not sent to another organisation by a client of a third', async () => {
      const { code } = await refused(auditor.endorse(keep(fresh(), 'x')));
      expect(code).to.equal('LEDGER_COLLECTION_NOT_MEMBER');
    });
  });

  describe('identities', () => {
    it('cannot speak for another organisation, whatever their attributes', async () => {
      const clerk = await bank.enrol(network, 'bank', `pretender-${fresh()}`, {
        role: 'clerk',
        dept: '11100000000013127D',
      });
      const pretender = clerk.as('BureauMSP');
      expect(await refused(pretender.endorse(put(fresh())))).to.deep.equal({
        stage: 'endorse',
        code: 'LEDGER_CREATOR_UNKNOWN',
      });
      expect(await refused(pretender.through(bureau).evaluate(get('x')))).to.deep.equal({
        stage: 'evaluate',
        code: 'LEDGER_CREATOR_UNKNOWN',
      });
    });

    it('are refused everywhere once revoked, also with what they had endorsed before', async () => {
      const id = `dismissed-${fresh()}`;
      const dismissed = await bureau.enrol(network, 'bureau', id, {
        role: 'clerk',
        dept: '11100000000013127D',
      });
      const key = fresh();
      const endorsedInTime = await dismissed.endorse(put(key));
      await network.revoke('bureau', id, 'cessationofoperation');
      for (const peer of [bureau, bank, auditor]) {
        await eventually(async () =>
          expect((await refused(dismissed.through(peer).evaluate(get(key)))).code).to.equal(
            'LEDGER_CREATOR_UNKNOWN',
          ),
        );
      }
      expect(await refused(dismissed.endorse(put(key)))).to.deep.equal({
        stage: 'endorse',
        code: 'LEDGER_CREATOR_UNKNOWN',
      });
      expect(await refused(dismissed.submit(endorsedInTime))).to.deep.equal({
        stage: 'submit',
        code: 'LEDGER_CREATOR_UNKNOWN',
      });
      expect((await bureau.commit(put(fresh()))).code, 'the others go on').to.equal('VALID');
      expect(await bureau.evaluate(get(key))).to.deep.equal([null]);
    });
  });
});
