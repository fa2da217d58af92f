import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { expect } from 'chai';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';

const FOOD = '11100000MB0143028R901';
const RECEIPT = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};
const stock = (serial: string, more: object = {}): object => ({
  ...content,
  serial,
  effectiveFrom: '2019-05-06',
  effectiveTo: '2199-05-05',
  ...more,
});

describe('certificates that come from elsewhere, or go there', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let clerk: SampleCallerKey;

  const post = (path: string, body: object): Promise<Answer> =>
    city.ask(clerk, `/v1/licenses${path}`, { basis, ...body });
  const idOf = ({ status, body }: Answer): string => {
    expect(status, JSON.stringify(body)).equal(201);
    return (body.certificates as { id: string }[])[0]!.id;
  };
  const act = async (id: string, operation: string, body: object = {}): Promise<unknown> => {
    const answer = await post(`/${id}/${operation}`, body);
    expect(answer.status, JSON.stringify(answer.body)).equal(200);
    return answer.body.state;
  };
  const standing = async (id: string, at = ''): Promise<unknown> =>
    (await city.ask(clerk, `/v1/licenses/${id}/state${at}`)).body.standing;
  const verdictOn = async (id: string): Promise<unknown> => {
    const { body: document } = await city.ask(clerk, `/v1/licenses/${id}/document`);
    return (await city.ask('bureau', '/v1/verifications', { document })).body.verdict;
  };
  const serials = async (query: string): Promise<string[]> => {
    const { status, body } = await city.ask(clerk, `/v1/licenses?${query}`);
    expect(status, JSON.stringify(body)).equal(200);
    return (body.items as { serial: string }[]).map(({ serial }) => serial);
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    clerk = city.callers.find(({ role }) => role === 'clerk')!;
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('leaves for another region, comes back, leaves again and is gone', async () => {
    const id = idOf(await post('', { type: FOOD, certificates: [{ ...content, serial: 'OUT01' }] }));
    expect(await act(id, 'transfer-out', { destination: '430100' })).equal('06');
    expect(await standing(id)).equal('transferredOut');
    expect(await act(id, 'cancel-transfer')).equal('01');
    expect(await act(id, 'transfer-out', { destination: '430100' })).equal('06');
    expect(await act(id, 'confirm-transfer-out', { receipt: RECEIPT })).equal('05');
    expect((await post(`/${id}/cancel-transfer`, {})).body.code).equal('ILLEGAL_TRANSITION');
    expect(await verdictOn(id)).equal('INVALID');
  });

  it('comes in from another region, proves itself and lives on here', async () => {
    const origin = '1.2.156.3005.2.11100000MB0143028R901.11410800MB18523953.2020000077.001.5';
    const id = idOf(
      await post('/transfer-in', { type: FOOD, certificate: { ...content, serial: 'IN01', origin } }),
    );
    expect(await verdictOn(id)).equal('VALID');
    const { body } = await city.ask(clerk, `/v1/licenses/${id}/history`);
    expect(body.entries).to.have.lengthOf(1).and.have.nested.property('[0].operation', 'transferIn');
    expect(await act(id, 'inspect', { passed: true, nextDue: '2027-11-20' })).equal('01');
    expect(await act(id, 'other')).equal('99');
  });

  it('is imported with its own dates, version and past', async () => {
    const asserted = [
      { operation: 'suspend', effectiveAt: '2021-03-01', until: '2021-05-31' },
      { operation: 'reinstate', effectiveAt: '2021-04-01' },
    ];
    const id = idOf(
      await post('/imports', {
        type: FOOD,
        certificates: [
          stock('STOCK01', { version: '003', origin: '示食许字2019第1号', asserted }),
          stock('STOCK02', { asserted: [{ operation: 'revoke', effectiveAt: '2022-01-01' }] }),
        ],
      }),
    );
    expect(id).match(/\.STOCK01\.003\.[0-9A-Z]$/);
    expect(await verdictOn(id)).equal('VALID');
    expect(await standing(id, '?effectiveAt=2021-03-15')).equal('suspended');
    expect(await standing(id, '?effectiveAt=2021-04-15')).equal('valid');
    const { body } = await city.ask(clerk, `/v1/licenses/${id}/history`);
    const entries = body.entries as { operation: string; asserted?: boolean }[];
    expect(entries.map(({ operation, asserted: told }) => [operation, told])).deep.equal([
      ['import', undefined],
      ['suspend', true],
      ['reinstate', true],
    ]);
    expect(await serials('serial=STOCK&standing=revoked')).deep.equal(['STOCK02']);
    expect(idOf(await post(`/${id}/amend`, { certificate: content }).then(made))).match(/\.STOCK01\.004\./);
  });

  it('is imported whole or not at all, however many runs its batch has', async () => {
    const many = Array.from({ length: 600 }, (_, i) => stock(`MANY${String(i).padStart(4, '0')}`));
    const impossible = stock('MANY9999', {
      asserted: [{ operation: 'reinstate', effectiveAt: '2021-01-01' }],
    });
    const refused = await post('/imports', { type: FOOD, certificates: [...many, impossible] });
    expect(refused.body.code).equal('ILLEGAL_TRANSITION');
    expect(await serials('serial=MANY')).deep.equal([]);
    const taken = await post('/imports', { type: FOOD, certificates: [...many, stock('STOCK01')] });
    expect(taken.body.code).equal('SERIAL_TAKEN');
    expect(await serials('serial=MANY')).deep.equal([]);
    const { status, body } = await post('/imports', { type: FOOD, certificates: many });
    expect(status, JSON.stringify(body)).equal(201);
    expect(body.transactionIds).to.have.lengthOf(3);
  });

  it('is found page by page, by every filter, none twice and none left out', async () => {
    const issuer = clerk.department;
    const found: string[] = [];
    let cursor = '';
    do {
      const { body } = await city.ask(
        clerk,
        `/v1/licenses?type=${FOOD}&issuer=${issuer}&serial=MANY&limit=150${cursor}`,
      );
      found.push(...(body.items as { serial: string }[]).map(({ serial }) => serial));
      cursor = body.next === undefined ? '' : `&cursor=${body.next as string}`;
    } while (cursor !== '');
    expect(found).to.have.lengthOf(600);
    expect(new Set(found).size).equal(600);
    expect(await serials('serial=STOCK01&from=2019-05-06&to=2019-05-06')).deep.equal(['STOCK01']);
    expect(await serials('serial=STOCK01&to=2019-05-05')).deep.equal([]);
    expect(await serials(`issuer=${issuer}&serial=STOCK01&from=2019-05-07&to=2020-01-01`)).deep.equal([]);
    const wrong = await city.ask(clerk, '/v1/licenses?cursor=nonsense');
    expect(wrong.body).include({ code: 'FIELD_INVALID', field: 'cursor' });
  });
});

/** An act that makes a new version names it as an issue does. */
const made = ({ body }: Answer): Answer => ({ status: 201, body: { certificates: [{ id: body.id! }] } });
