import { randomUUID } from 'node:crypto';
import type { StartedNetwork } from '@hanlian/network';
import { CaClient } from '@hanlian/ca-client';
import { readConnection, identityOf } from '@hanlian/gateway/ledger/fabric/index';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { ORGANISATIONS, type OrganisationName } from '@hanlian/gateway/organisations';
import type { Signatory } from '@hanlian/gateway/outbox/submission';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { callerOf, made } from '../support/answers.js';
import type { RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { Receiver, type Got } from '../support/receiver.js';
import { sendFile, settled } from '../support/uploads.js';
import { runCityOnFabric } from './city-on-fabric.js';
import { refused } from './refused.js';
import { sharedNetwork } from './shared-network.js';
import { allCaughtUp, order } from './told.js';

const HUBS = Object.keys(ORGANISATIONS) as OrganisationName[];
const LOCAL = { HANLIAN_WEBHOOK_NETWORKS: '127.0.0.1', HANLIAN_WEBHOOK_HTTP: 'internal' };

describe('what departments use all day, on Fabric', () => {
  let network: StartedNetwork;
  let city: RunningCity;
  const named = (id: string): SampleCallerKey => callerOf(city, id);
  const issue = async (by: SampleCallerKey): Promise<string> => {
    const body = made(await city.ask(by, '/v1/licenses', order));
    return (body.certificates as [{ id: string }])[0].id;
  };
  const suspend = async (id: string): Promise<void> =>
    void made(await city.ask(named('market-clerk'), `/v1/licenses/${id}/suspend`, { basis: order.basis }));

  before(async () => {
    network = await sharedNetwork();
    city = await runCityOnFabric(LOCAL);
  });
  after(() => city.stop());

  describe('the feed', () => {
    const from = new Map<string, string>();
    const events = async (caller: string, wait: number): Promise<JsonObject[]> => {
      const { body } = await city.ask(
        named(caller),
        `/v1/events?after=${from.get(caller)!}&limit=200&wait=${wait}`,
      );
      return body.items as JsonObject[];
    };
    const told = async (caller: string, wait = 20): Promise<unknown[]> =>
      (await events(caller, wait)).map(({ type, data }) => [type, (data as JsonObject).certificate]);
    let id: string;

    it('tells a department what it did, and another organisation’s what became of what it verified', async () => {
      id = await issue(named('market-clerk'));
      await allCaughtUp(city);
      const verified = await city.ask(named('bank-one-officer'), '/v1/verifications', { id });
      expect(verified.body.verdict, JSON.stringify(verified.body)).to.equal('VALID');
      for (const caller of ['market-clerk', 'bank-one-officer', 'bank-two-officer']) {
        from.set(caller, await endOf(named(caller)));
      }
      await suspend(id);
      const change = ['license.changed', id];
      await eventually(async () => expect(await told('market-clerk', 5)).to.deep.include(change));
      await eventually(async () => expect(await told('bank-one-officer', 5)).to.deep.equal([change]));
      expect(await told('bank-two-officer', 0)).to.deep.equal([]);
    });

    it('says the same from the same position after a restart', async () => {
      const before = await events('bank-one-officer', 0);
      await city.stop();
      city = await runCityOnFabric(LOCAL);
      expect(await events('bank-one-officer', 0)).to.deep.equal(before);
    });

    /** The newest position there is, which reading to the end tells. */
    async function endOf(caller: SampleCallerKey): Promise<string> {
      for (let after = '0'; ;) {
        const { body } = await city.ask(caller, `/v1/events?after=${after}&limit=200`);
        if (body.position === after) return after;
        after = body.position as string;
      }
    }
  });

  it('sends webhooks what the ledger’s blocks brought, in order, over a restart of the hub', async () => {
    const receiver = await Receiver.open();
    // Its address is another after a restart.
    const clerk = (): SampleCallerKey => named('market-clerk');
    /** Of the suspensions alone: what was issued a moment ago may still be told. */
    const suspended = (): unknown[] =>
      receiver.got
        .map(({ body }: Got) => (JSON.parse(body) as { data: JsonObject }).data)
        .filter(({ operation }) => operation === 'license.suspend')
        .map(({ certificate }) => certificate);
    const [first, second] = [await issue(clerk()), await issue(clerk())];
    try {
      const hook = made(
        await city.ask(clerk(), '/v1/webhooks', {
          name: 'on Fabric',
          url: receiver.url,
          types: ['license.changed'],
        }),
      );
      await suspend(first);
      await eventually(() => expect(suspended()).to.deep.equal([first]));
      await city.stop();
      city = await runCityOnFabric(LOCAL);
      await suspend(second);
      await eventually(() => expect(suspended()).to.deep.equal([first, second]));
      made(await city.ask(clerk(), `/v1/webhooks/${hook.id as string}/delete`, {}));
    } finally {
      await receiver.close();
    }
  });

  it('takes certificates by the file, and any hub finds them valid', async () => {
    const clerk = named('market-clerk');
    const unit = '示例餐饮有限公司,91350100M000100Y43';
    const rows = ['示例路21号', '示例路22号'].map((premises) => `${unit},${premises},${unit}`);
    const header = 'unitName,unitCode,premises,holderName,holderCode';
    const csv = [header, ...rows, `${unit.slice(0, -1)}4,示例路23号,${unit}`, ''].join('\n');
    const sent = await sendFile(clerk, `type=${TYPES.foodBusiness.code}&kind=issue`, 'text/csv', csv);
    const job = made(sent).id as string;
    expect(await settled(city, clerk, job)).to.deep.include({
      state: 'checked',
      counts: { rows: 3, good: 2, rejected: 1, done: 0 },
    });
    made(await city.ask(clerk, `/v1/jobs/${job}/start`, { basis: order.basis, rows: 'good' }));
    const done = await settled(city, clerk, job);
    expect(done, JSON.stringify(done.errors)).to.include({ state: 'done' });
    const { body } = await city.ask(clerk, `/v1/jobs/${job}/rows?state=done`);
    const ids = (body.items as unknown as { id: string }[]).map(({ id }) => id);
    expect(ids).to.have.length(2);
    await allCaughtUp(city);
    for (const id of ids) {
      const document = (await city.ask(clerk, `/v1/licenses/${id}/document`)).body;
      const verified = await city.ask('auditor', '/v1/verifications', { document });
      expect(verified.body.verdict, JSON.stringify(verified.body)).to.equal('VALID');
    }
  });

  it('enrols a caller at the organisation’s authority, and once it is disabled hub and peers refuse it', async () => {
    const id = `clerk-${randomUUID().slice(0, 8)}`;
    const facts = { name: '新经办', role: 'clerk', department: DEPARTMENTS.market.code, person: 'O299' };
    const operator = named('operator');
    const { key } = made(await city.ask(operator, '/v1/callers', { id, ...facts }));
    const newcomer = { ...named('market-clerk'), key: key as string };
    await issue(newcomer);

    const { callers, identities, licenses } = city.hub('bureau').administration;
    const { identity } = callers.facts(id)!;
    const signatory = await identities.signatory(identity);
    expect(await certificatesOf(identity), 'at the authority').to.have.length(1);
    expect(await askPeerOf('bureau', signatory)).to.include('BureauMSP');

    const disabled = made(await city.ask(operator, `/v1/callers/${id}/disable`, {}));
    expect(disabled).to.include({ state: 'disabled' }).and.not.to.have.property('revoking');
    expect(await certificatesOf(identity), 'good ones at the authority').to.have.length(0);
    expect((await city.ask(newcomer, '/v1/licenses', order)).status).to.equal(401);

    // The channel learns of the authority's list by an administrator of the organisation, as docs/http.md says.
    await network.revoke('bureau');
    for (const hub of HUBS) {
      await eventually(async () =>
        expect(await refused(askPeerOf(hub, signatory))).to.deep.equal({
          stage: 'evaluate',
          code: 'LEDGER_CREATOR_UNKNOWN',
        }),
      );
    }
    const request = { function: 'license:openBatch', arguments: ['{}'] };
    const { bytes, message } = await licenses.ledger.propose(signatory.identity, request);
    expect(await refused(licenses.ledger.endorse(bytes, await signatory.signer.sign(message)))).to.include({
      code: 'LEDGER_CREATOR_UNKNOWN',
    });
    await issue(named('market-clerk'));
  });

  /** The identity's certificates that its authority holds to be good. */
  async function certificatesOf(identity: string): Promise<string[]> {
    const connection = readConnection(network.connection('bureau'));
    const { name: authority, url, tlsRootCert } = connection.ca!;
    const place = { name: authority, host: 'localhost', port: Number(new URL(url).port), caName: 'ca' };
    const client = new CaClient({ ...place, tlsRoot: readFileSync(tlsRootCert, 'utf8') });
    try {
      return await client.certificates(await identityOf(connection, 'hub'), identity);
    } finally {
      client.close();
    }
  }

  /** What an organisation's peer answers somebody: a department's record. */
  async function askPeerOf(hub: OrganisationName, { identity, signer }: Signatory): Promise<string> {
    const { ledger } = city.hub(hub).administration.licenses;
    const record = { kind: 'department', code: DEPARTMENTS.market.code };
    const request = { function: 'registry:get', arguments: [JSON.stringify({ v: 1, record })] };
    const { bytes, message } = await ledger.propose(identity, request);
    return ledger.evaluate(bytes, await signer.sign(message));
  }
});
