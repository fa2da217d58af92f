import { execFileSync } from 'node:child_process';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { OBJECTS, placeOf } from '@hanlian/gateway/endpoints/objects';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { callerOf, made } from '../../support/answers.js';
import { runCity, type RunningCity } from '../../support/city.js';
import { claimedIn } from '../../support/claimed.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { send, type Received } from '../../support/http-client.js';
import { OPERATIONS, requestOf, type Operation } from '../../support/operations.js';
import { LoanCity, OTHER_BANK } from '../../support/loan-city.js';
import { FAR_CUSTOMER, OperatingCity } from '../../support/operating-city.js';
import { nameRecords, SharingCity } from '../../support/sharing-city.js';
import { sendFile } from '../../support/uploads.js';

const under = (place: string): readonly Operation[] =>
  OPERATIONS.filter(({ path }) => placeOf(path) === place);
const placesOf = (...whose: string[]): readonly string[] =>
  Object.keys(OBJECTS).filter((place) => whose.includes(OBJECTS[place]!));
const addressIn = ({ path }: Operation, id: string): string =>
  path.replace('{id}', id).replace('{window}/{slot}', 'term/1');

/** Their random ids, which tell nothing, are keys of the ledger: the audit list shows that they were written. */
const ON_THE_CHANNEL: ReadonlySet<string> = new Set([
  '/v1/consents/{id}',
  '/v1/loans/{id}',
  '/v1/subsidy/claims/{id}',
  '/v1/subsidy/approvals/{id}',
]);

/** A well-formed identifier of a certificate that was never issued. */
const NOWHERE = '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5';

const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕9号' };
const holders = [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }];
const unit = { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43' };
const permits = {
  type: TYPES.foodBusiness.code,
  basis,
  certificates: [{ holders, fields: { ...unit, premises: '示例路1号' } }],
};
const building = {
  type: TYPES.constructionPermit.code,
  basis,
  certificates: [
    {
      holders,
      fields: { ...unit, project: '示例路小学教学楼', cost: '120000000' },
      effectiveFrom: '2026-01-01',
      effectiveTo: '2099-12-31',
    },
  ],
};

const certificateRequest = (): string =>
  execFileSync('openssl', [
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-keyout', '/dev/null', '-subj', '/CN=own'],
  ]).toString();

/** An id of the same form that nobody has: whatever is told of one must be told of the other. */
const strangeId = (id: string): string => `${id.slice(0, -2)}${id.at(-2) === '0' ? '1' : '0'}${id.at(-1)}`;

describe('whose things are whose: unit × bank × certificate, task, job, signing, credential', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  const ids = new Map<string, string>();
  const owners = new Map<string, SampleCallerKey>();

  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const keep = (place: string, owner: SampleCallerKey, id: unknown): void => {
    ids.set(place, id as string);
    owners.set(place, owner);
  };
  const ask = (caller: SampleCallerKey, operation: Operation, id: string): Promise<Received> =>
    send(caller.url, requestOf(operation, addressIn(operation, id), caller.key));
  /** What an answer tells, without what names this one request. */
  const told = ({ status, text }: Received): string =>
    `${status} ${text.replace(/"requestId":"[^"]*"/, '"requestId":""')}`;
  const seenByOwner = async (place: string): Promise<string> => {
    const read = under(place).find(({ method, path }) => method === 'GET' && path === place)!;
    const received = await ask(owners.get(place)!, read, ids.get(place)!);
    expect(received.status, received.text).to.equal(200);
    return received.text;
  };

  before(async () => {
    folder = await newFolder();
    await nameRecords(folder);
    // Reports that banks pull wait for the checkpoint over their pull.
    city = await runCity(folder, {}, { HANLIAN_CHECKPOINT_SECONDS: '1' });
    const [market, holder, housing] = ['market-clerk', 'market-reviewer', 'housing-clerk'].map(named) as [
      SampleCallerKey,
      SampleCallerKey,
      SampleCallerKey,
    ];
    const issued = made(await city.ask(market, '/v1/licenses', permits));
    keep('/v1/licenses/{id}', market, (issued.certificates as JsonObject[])[0]!.id);
    keep('/v1/tasks/{id}', housing, made(await city.ask(housing, '/v1/licenses', building)).id);
    const file = await sendFile(
      market,
      `type=${TYPES.foodBusiness.code}&kind=issue`,
      'text/csv',
      'unitName\n',
    );
    keep('/v1/jobs/{id}', market, made(file).id);
    const loans = new LoanCity(city);
    await loans.prepare();
    const { claim, approval } = await claimedIn(loans);
    keep('/v1/subsidy/claims/{id}', named('bank-two-officer'), claim);
    keep('/v1/subsidy/approvals/{id}', named('finance-clerk'), approval);
    const consent = loans.here.statement({ recipient: DEPARTMENTS.bankTwo.code });
    keep('/v1/consents/{id}', market, made(await loans.here.give(consent)).id);
    const loan = await loans.applied({ bank: OTHER_BANK });
    keep('/v1/loans/{id}', named('bank-two-officer'), loan);
    keep('/v1/reseals/{id}', market, made(await city.ask(market, '/v1/reseals', { basis })).id);
    const credential = { kind: 'key', name: 'mine' };
    keep('/v1/credentials/{id}', market, made(await city.ask(market, '/v1/credentials', credential)).id);
    const sharing = new SharingCity(city);
    await sharing.prepare();
    const { body } = await sharing.ask(await sharing.grant());
    keep('/v1/sharing/queries/{id}', housing, body.id);
    const operating = new OperatingCity(sharing);
    await operating.prepare();
    const grant = await operating.grant();
    const recipient = FAR_CUSTOMER;
    const product = await operating.handOn(grant, [await operating.released(grant)], { recipient });
    const { record } = made(product).receipt as { record: { id: string } };
    keep('/v1/sharing/onward/{id}', operating.clerk, record.id);
    // Of a kind that never comes, so that nothing about it changes.
    const hook = { name: 'mine', url: 'https://events.example.cn/in', types: ['webhook.paused'] };
    keep('/v1/webhooks/{id}', market, made(await city.ask(market, '/v1/webhooks', hook)).id);
    made(await city.ask(holder, '/v1/identity', { name: 'own', request: certificateRequest() }));
    keep('/v1/signings/{id}', holder, made(await city.ask(holder, '/v1/licenses', permits)).id);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('every address that names a thing says here whose it is', () => {
    const places = new Set(
      OPERATIONS.filter(({ path }) => path.includes('{')).map(({ path }) => placeOf(path)),
    );
    expect([...places].filter((place) => !(place in OBJECTS))).to.deep.equal([]);
    expect(Object.keys(OBJECTS).filter((place) => !places.has(place))).to.deep.equal([]);
  });

  for (const place of placesOf('department', 'caller')) {
    for (const operation of under(place)) {
      it(`to another department's clerk and to the bank, what is there and what is not are one: ${operation.name}`, async () => {
        const before = await seenByOwner(place);
        const id = ids.get(place)!;
        for (const stranger of ['police-clerk', 'bank-one-officer', 'auditor'].map(named)) {
          const [there, nowhere] = [
            await ask(stranger, operation, id),
            await ask(stranger, operation, strangeId(id)),
          ];
          expect(there.status, `${stranger.name}: ${there.text}`).to.be.oneOf([403, 404]);
          expect(told(there)).to.equal(told(nowhere));
        }
        expect(await seenByOwner(place)).to.equal(before);
      });
    }
  }

  for (const place of placesOf('caller')) {
    for (const operation of under(place)) {
      it(`nor is it a colleague's: ${operation.name}`, async () => {
        const colleague = named(
          owners.get(place) === named('market-clerk') ? 'market-reviewer' : 'market-clerk',
        );
        const received = await ask(colleague, operation, ids.get(place)!);
        expect(received.status, received.text).to.equal(404);
        expect(told(received)).to.equal(told(await ask(colleague, operation, strangeId(ids.get(place)!))));
      });
    }
  }

  for (const operation of under('/v1/licenses/{id}')) {
    const place = '/v1/licenses/{id}';
    const isOpen =
      operation.method === 'GET' && !/\/(document(\.[a-z]+)?|seal|batch\.zip)$/.test(operation.path);
    it(`${isOpen ? 'anyone known reads' : 'only its department asks for'} ${operation.name}`, async () => {
      const before = await seenByOwner(place);
      for (const stranger of ['police-clerk', 'finance-officer', 'bank-one-officer', 'auditor'].map(named)) {
        const received = await ask(stranger, operation, ids.get(place)!);
        // A proof waits for the first checkpoint that covers the certificate.
        const allowed = isOpen ? [200, ...(operation.path.endsWith('/proof') ? [404] : [])] : [403, 404];
        expect(received.status, `${stranger.name}: ${received.text}`).to.be.oneOf(allowed);
      }
      expect(await seenByOwner(place)).to.equal(before);
    });
  }

  it("another department's document cannot be told from one that does not exist", async () => {
    const document = under('/v1/licenses/{id}').find(({ path }) => path.endsWith('/document'))!;
    const stranger = named('police-clerk');
    const there = await ask(stranger, document, ids.get('/v1/licenses/{id}')!);
    const nowhere = await ask(stranger, document, NOWHERE);
    expect(there.status).to.equal(404);
    expect(told(there)).to.equal(told(nowhere));
  });

  for (const operation of OPERATIONS.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
    it(`no list shows them either: ${operation.name}`, async () => {
      for (const stranger of ['police-clerk', 'bank-one-officer', 'auditor'].map(named)) {
        const { text } = await send(stranger.url, requestOf(operation, operation.path, stranger.key));
        for (const place of placesOf('department', 'caller').filter((one) => !ON_THE_CHANNEL.has(one))) {
          expect(text).not.to.include(ids.get(place));
        }
      }
    });
  }
});
