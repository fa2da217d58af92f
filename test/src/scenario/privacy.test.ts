import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, rawBytes, removeFolder } from '../support/folders.js';
import { allBlocks, keptDocuments, secretsOf } from '../support/secrets.js';
import { join } from 'node:path';
import { expect } from 'chai';
import { certificateCheckCharacter, type Holder } from '@hanlian/chaincode/domain';
import { openVault } from '@hanlian/gateway/callers/vault';
import { CHAINCODE } from '@hanlian/gateway/places';
import { firstDifference } from '@hanlian/gateway/readmodel/compare';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { catchUp } from '@hanlian/gateway/readmodel/rebuild';

const FIRST_CITIZEN_FIELD = 'citizenNumber';

describe('what the sample city keeps to itself', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  /** Every person's and enterprise's certificate of the sample, read through the bureau's own store. */
  const holders = new Map<string, Holder>();
  const ids: string[] = [];
  /** What each certificate's document is kept under. */
  const names = new Map<string, string>();

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    for (const { id, name, holders: owners } of await keptDocuments(city.hub('bureau'))) {
      ids.push(id);
      names.set(id, name);
      for (const holder of owners) holders.set(holder.code, holder);
    }
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('has a few hundred holders to look for', () => {
    expect(holders.size).greaterThan(200);
  });

  it("puts no person's name or number into any block, in no digest either, and no file in the clear", async () => {
    const secrets = secretsOf(holders.values());
    const everything = await allBlocks(city.hub('bureau').administration.licenses.ledger);
    expect(everything, 'the search finds what is there').includes('license:openBatch');
    const files = (await rawBytes(folder)).toString('utf8');
    const told = secrets.filter((secret) => everything.includes(secret) || files.includes(secret));
    expect(told).deep.equal([]);
  });

  it('rebuilds its read model from block 0, byte for byte', async () => {
    for (const name of ['bureau', 'bank', 'auditor'] as const) {
      const { model, ledger, caughtUp } = city.hub(name).administration.licenses;
      await caughtUp();
      const rebuilt = await ReadModel.open(join(folder, `rebuilt-${name}`), CHAINCODE);
      await catchUp(ledger, rebuilt, model.position);
      expect(await firstDifference(model, rebuilt), name).equal(undefined);
      await rebuilt.close();
    }
  });

  it('finds a read model that differs', async () => {
    const { model, ledger } = city.hub('bureau').administration.licenses;
    const { block } = model.position;
    const shorter = await ReadModel.open(join(folder, 'shorter'), CHAINCODE);
    await catchUp(ledger, shorter, { block: block - 1, index: 0 });
    expect(await firstDifference(model, shorter)).not.equal(undefined);
    await shorter.close();
  });

  it("keeps one hub's keys from another's secret", async () => {
    const error = await openVault({
      folder: join(folder, 'bank'),
      organisation: 'bank',
      secret: "the bureau's own secret",
      clock: Date.now,
    }).then(
      () => undefined,
      (failure: unknown) => failure as { code: string },
    );
    expect(error?.code).equal('KEYSTORE_PASSPHRASE_WRONG');
  });

  it('answers for a person named by identifier alone as for one that does not exist', async () => {
    const person = ids.find((id) => id.includes('.11100000000013127D001.'))!;
    const absent = '1.2.156.3005.2.11100000000013127D001.11420100MB9A00030X.AAAAAAAAAAAAAAAAAAAAAA.001.';
    const check = certificateCheckCharacter(absent.slice('1.2.156.3005.2.'.length).replaceAll('.', ''));
    const [known, unknown] = await Promise.all(
      [person, absent + check].map((id) => city.ask('bureau', '/v1/verifications', { id })),
    );
    expect(known!.body.verdict).equal('UNKNOWN');
    expect(known!.body).deep.equal(unknown!.body);
  });

  it('answers for a person when a field is given that matches', async () => {
    const { documents } = city.hub('bureau').administration.licenses;
    const id = ids.find((one) => one.includes('.11100000000013127D902.'))!;
    const { fields } = JSON.parse(documents.read(names.get(id)!).toString()) as {
      fields: { name: string; value: string }[];
    };
    const { value } = fields.find(({ name }) => name === FIRST_CITIZEN_FIELD)!;
    const right = await city.ask('bureau', '/v1/verifications', {
      id,
      match: { [FIRST_CITIZEN_FIELD]: value },
    });
    expect(right.body.verdict).not.equal('UNKNOWN');
    const wrong = await city.ask('bureau', '/v1/verifications', {
      id,
      match: { [FIRST_CITIZEN_FIELD]: '11010519491231002X' },
    });
    expect(wrong.body.verdict).equal('UNKNOWN');
  });

  it('erases a holder: the content is gone for good, the ledger keeps the commitment, others keep theirs', async () => {
    const { licenses, holderKeys } = city.hub('bureau').administration;
    const [id, other] = ids.filter((one) => one.includes('.11100000000013127D001.')) as [string, string];
    const { holder } = JSON.parse(licenses.documents.read(names.get(id)!).toString()) as {
      holder: { holders: Holder[] };
    };
    const commitment = licenses.model.get(ledgerKeyOf(id))!.value.toString();
    expect(await holderKeys.erase(holder.holders[0]!)).equal(true);
    expect(() => licenses.documents.read(names.get(id)!))
      .throw()
      .with.property('code', 'DOCUMENT_ERASED');
    expect(licenses.model.get(ledgerKeyOf(id))!.value.toString()).equal(commitment);
    expect(licenses.documents.read(names.get(other)!).length).greaterThan(0);
    const clerk = city.callers.find(({ role, department }) => role === 'clerk' && id.includes(department))!;
    const answer = await city.ask(clerk, `/v1/licenses/${id}/document`);
    expect(answer.body.code).equal('DOCUMENT_ERASED');
  });
});

function ledgerKeyOf(id: string): string {
  const [type, issuer, serial, version] = id.slice('1.2.156.3005.2.'.length).split('.');
  return ['lic', type, issuer, serial, version].join('~');
}
