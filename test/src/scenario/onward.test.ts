import {
  receiptBytes,
  type JsonObject,
  type OnwardRecords,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import { names } from '@hanlian/gateway/sharing/names';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { Caller } from '@hanlian/gateway/services/types';
import { expect } from 'chai';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { random16 } from '../support/contracts/people.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { CUSTOMER, FAR_CUSTOMER, OperatingCity, OPERATOR, productDigest } from '../support/operating-city.js';
import { nameRecords, SharingCity } from '../support/sharing-city.js';

describe('an operator of public data hands products on', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let operating: OperatingCity;
  let grant: string;
  let query: string;

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    city = await runCity(folder);
    const here = new SharingCity(city);
    await here.prepare();
    operating = new OperatingCity(here);
    await operating.prepare();
    grant = await operating.grant();
    query = await operating.released(grant);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const recordsOf = ({ status, body }: Answer): OnwardRecords => {
    expect(status, JSON.stringify(body)).to.be.oneOf([200, 201]);
    return body as unknown as OnwardRecords;
  };
  const codeOf = async (answer: Promise<Answer>): Promise<unknown> => (await answer).body['code'];
  const handed = async (more: object = {}): Promise<OnwardRecords> =>
    recordsOf(await operating.handOn(grant, [query], more));
  const confirm = (by: string, { receipt }: OnwardRecords, more: object = {}): Promise<Answer> =>
    city.ask(operating.here.named(by), '/v1/sharing/onward/confirmations', {
      receipt,
      product: receipt.record.product,
      ...more,
    });
  const open = async (): Promise<readonly JsonObject[]> => {
    const { body } = await city.ask(operating.clerk, `/v1/sharing/receipts/open?provider=${OPERATOR.code}`);
    return body['items'] as JsonObject[];
  };

  it('to a recipient that its grant names: each is a signed record, the next of their chain', async () => {
    const [first, second] = [await handed(), await handed({ fields: ['name'] })];
    expect(first.standing).to.equal('handedOn');
    const { record } = first.receipt;
    expect(record).to.deep.include({
      kind: 'onward',
      provider: OPERATOR.code,
      requester: CUSTOMER,
      grant,
      queries: [query],
      fields: ['name', 'status'],
    });
    expect(second.receipt.record.seq).to.equal(record.seq + 1);
    const again = await city.ask(operating.clerk, `/v1/sharing/onward/${record.id}`);
    expect(recordsOf(again)).to.deep.equal(first);
    expect(await codeOf(operating.handOn(grant, [query], { id: record.id }))).to.equal('ONWARD_REPLAYED');
  });

  it('which stays visible until the recipient has signed for what it has, in the same hub', async () => {
    const records = await handed();
    expect(await open()).to.deep.include(records);
    const confirmed = recordsOf(await confirm('bank-one-officer', records));
    expect(confirmed).to.deep.include({ standing: 'acknowledged', receipt: records.receipt });
    expect(await open()).not.to.deep.include(records);
    const { id } = records.receipt.record;
    for (const reader of [operating.clerk, operating.here.named('bank-one-officer')]) {
      expect(recordsOf(await city.ask(reader, `/v1/sharing/onward/${id}`))).to.deep.equal(confirmed);
    }
    expect(recordsOf(await confirm('bank-one-officer', records))).to.deep.equal(confirmed);
  });

  it('and in another hub, whose word goes to the operator’s', async () => {
    const records = await handed({ recipient: FAR_CUSTOMER });
    const { acknowledgement } = recordsOf(await confirm('audit-clerk', records));
    await city.hub('auditor').administration.sharing.turn();
    const { id } = records.receipt.record;
    const kept = recordsOf(await city.ask(operating.clerk, `/v1/sharing/onward/${id}`));
    expect(kept).to.deep.equal({ ...records, standing: 'acknowledged', acknowledgement });
  });

  it('to nobody else, and no more than it was released', async () => {
    const refused = (more: object): Promise<unknown> => codeOf(operating.handOn(grant, [query], more));
    expect(await refused({ recipient: DEPARTMENTS.bankTwo.code })).to.equal('GRANT_NOT_ONWARD');
    expect(await refused({ fields: ['name', 'owner'] })).to.equal('GRANT_NOT_COVERED');
    const some = await operating.released(grant, { fields: ['name'] });
    expect(await refused({ queries: [some] })).to.equal('ONWARD_NOT_RELEASED');
    expect(await refused({ queries: [random16()] })).to.equal('QUERY_UNKNOWN');
    expect(await refused({ grant: random16() })).to.equal('GRANT_UNKNOWN');
    expect(await refused({ grant: await operating.grant() })).to.equal('ONWARD_NOT_RELEASED');
    const sharing = await operating.here.grant();
    expect(await refused({ grant: sharing })).to.equal('GRANT_OF_ANOTHER');
    const before = recordsOf(await operating.handOn(grant, [query])).receipt.record.seq;
    expect((await handed()).receipt.record.seq, 'nothing refused is on record').to.equal(before + 1);
  });

  // Such a record seemed to rest on more than it did.
  it('nor with one query or one field named twice', async () => {
    const { body } = await operating.handOn(grant, [query, query]);
    expect(body).to.deep.include({
      code: 'FIELD_INVALID',
      field: 'queries[1]',
      expected: 'each of them once',
    });
    const fields = ['name', 'status', 'name'];
    const twice = await operating.handOn(grant, [query], { fields });
    expect(twice.body).to.deep.include({ code: 'FIELD_INVALID', field: 'fields[2]' });
  });

  it('nor of a query that was refused, nor once the grant is withdrawn', async () => {
    const other = await operating.grant();
    const had = await operating.released(other);
    await operating.here.act('pause', other);
    const asked = { id: random16(), fields: ['name'] };
    const refused = await operating.ask(other, asked);
    expect(refused.body['code']).to.equal('GRANT_PAUSED');
    expect(await codeOf(operating.handOn(other, [had]))).to.equal('GRANT_PAUSED');
    await operating.here.act('resume', other);
    expect(await codeOf(operating.handOn(other, [asked.id]))).to.equal('ONWARD_NOT_RELEASED');
    recordsOf(await operating.handOn(other, [had]));
    await operating.here.act('withdraw', other);
    expect(await codeOf(operating.handOn(other, [had]))).to.equal('GRANT_WITHDRAWN');
  });

  it('and nobody signs for another’s product, another product, or a receipt that was changed', async () => {
    const records = await handed();
    expect(await codeOf(confirm('bank-two-officer', records))).to.equal('OTHER_DEPARTMENT');
    const product = productDigest();
    expect(await codeOf(confirm('bank-one-officer', records, { product }))).to.equal('ONWARD_PRODUCT_OTHER');
    const { record, signature } = records.receipt;
    const changed = { record: { ...record, product }, signature };
    const sent = confirm('bank-one-officer', records, { receipt: changed, product });
    expect(await codeOf(sent)).to.equal('SIGNATURE_INVALID');
    // Signed by the operator's key, though its chain has another.
    const { keys } = city.hub('bank').administration.exchange;
    const resigned = await keys.sign(OPERATOR.code, receiptBytes(changed.record));
    const forked = confirm('bank-one-officer', records, {
      receipt: { record: changed.record, signature: resigned },
      product,
    });
    expect(await codeOf(forked)).to.equal('ACKNOWLEDGEMENT_OF_ANOTHER');
    const unknown = { ...record, id: random16() };
    const unheard = confirm('bank-one-officer', records, {
      receipt: { record: unknown, signature: await keys.sign(OPERATOR.code, receiptBytes(unknown)) },
    });
    expect(await codeOf(unheard)).to.equal('QUERY_UNKNOWN');
  });

  // A stop came when the operator had the word and its recipient had not kept it yet: asked again, it signed another.
  it('a recipient here keeps the word that the operator has', async () => {
    const records = await handed();
    const first = recordsOf(await confirm('bank-one-officer', records));
    const { requester, id } = records.receipt.record;
    await city.hub('bank').administration.licenses.store.del(names.taken(requester, id, OPERATOR.code));
    expect(recordsOf(await confirm('bank-one-officer', records))).to.deep.equal(first);
  });

  it('a recipient elsewhere signs for one receipt of an id, and keeps it', async () => {
    const records = await handed({ recipient: FAR_CUSTOMER });
    const first = recordsOf(await confirm('audit-clerk', records));
    const { keys } = city.hub('bank').administration.exchange;
    const record = { ...records.receipt.record, fields: ['name'] };
    const receipt = { record, signature: await keys.sign(OPERATOR.code, receiptBytes(record)) };
    expect(await codeOf(confirm('audit-clerk', records, { receipt }))).to.equal('ONWARD_REPLAYED');
    const kept = await city.ask(operating.here.named('audit-clerk'), `/v1/sharing/onward/${record.id}`);
    expect(recordsOf(kept)).to.deep.equal(first);
    const stranger = await city.ask(operating.here.named('police-clerk'), `/v1/sharing/onward/${record.id}`);
    expect(stranger.body['code']).to.equal('ONWARD_UNKNOWN');
  });

  // What was kept stood under recipient and id alone: whoever heard of an id could have it taken by a receipt of its own.
  it('and another operator’s product of the same id takes nothing from it', async () => {
    const { receipt } = await handed({ recipient: FAR_CUSTOMER });
    const { keys } = city.hub('bank').administration.exchange;
    const provider = DEPARTMENTS.bankTwo.code;
    const record = { ...receipt.record, provider, key: (await keys.of(provider)).id };
    const other = { record, signature: await keys.sign(provider, receiptBytes(record)) };
    const { id } = receipt.record;
    const read = (query = ''): Promise<Answer> =>
      city.ask(operating.here.named('audit-clerk'), `/v1/sharing/onward/${id}${query}`);
    recordsOf(await confirm('audit-clerk', { standing: 'handedOn', receipt: other }));
    expect(recordsOf(await read()).receipt).to.deep.equal(other);
    recordsOf(await confirm('audit-clerk', { standing: 'handedOn', receipt }));
    expect(await codeOf(read())).to.equal('ONWARD_OF_SEVERAL');
    expect(recordsOf(await read(`?operator=${OPERATOR.code}`)).receipt).to.deep.equal(receipt);
    expect(recordsOf(await read(`?operator=${provider}`)).receipt).to.deep.equal(other);
    expect(await codeOf(read(`?operator=${DEPARTMENTS.bankOne.code}`))).to.equal('ONWARD_UNKNOWN');
  });

  it('and learns when the operator’s own records do not have what it signed for', async () => {
    const { receipt } = await handed({ recipient: FAR_CUSTOMER });
    const { keys } = city.hub('bank').administration.exchange;
    const record = { ...receipt.record, id: random16() };
    const hidden = { record, signature: await keys.sign(OPERATOR.code, receiptBytes(record)) };
    const { acknowledgement } = recordsOf(
      await confirm('audit-clerk', { standing: 'handedOn', receipt: hidden }),
    );
    await city.hub('auditor').administration.sharing.turn();
    const kept = await city.ask(operating.here.named('audit-clerk'), `/v1/sharing/onward/${record.id}`);
    expect(recordsOf(kept)).to.deep.equal({
      ...{ standing: 'handedOn', receipt: hidden, acknowledgement },
      acknowledgementRefused: 'QUERY_UNKNOWN',
    });
  });

  it('and all of it is exported with its confirmations, a line each', async () => {
    const { url, key } = operating.clerk;
    const response = await fetch(`${url}/v1/sharing/receipts?provider=${OPERATOR.code}`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    const lines = (await response.text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { record?: { kind: string } } & Partial<SignedAcknowledgement>);
    const records = lines.filter(({ record }) => record !== undefined);
    expect(records.length).to.be.greaterThan(5);
    expect(records.every(({ record }) => record?.kind === 'onward')).to.equal(true);
    expect(lines.length - records.length).to.equal(5);
  });

  // Both were signed for once, each under a signature of its own, and one word was lost.
  it('and a recipient that is told of a product twice at once signs for one receipt', async () => {
    const { onward } = city.hub('auditor').services;
    const clerk = { department: FAR_CUSTOMER } as Caller;
    const { receipt } = await handed({ recipient: FAR_CUSTOMER });
    const { product } = receipt.record;
    const [first, again] = await Promise.all([
      onward.confirm(clerk, { receipt, product }),
      onward.confirm(clerk, { receipt, product }),
    ]);
    expect(again).to.deep.equal(first);
    const { keys } = city.hub('bank').administration.exchange;
    const record = { ...receipt.record, id: random16() };
    const [one, other] = await Promise.all(
      [record, { ...record, fields: ['name'] }].map(async (each) => ({
        receipt: { record: each, signature: await keys.sign(OPERATOR.code, receiptBytes(each)) },
        product,
      })),
    );
    const [taken, refused] = await Promise.allSettled([
      onward.confirm(clerk, one!),
      onward.confirm(clerk, other!),
    ]);
    expect(taken).to.have.nested.property('value.receipt').that.deep.equals(one!.receipt);
    expect(refused).to.have.nested.property('reason.code', 'ONWARD_REPLAYED');
  });
});
