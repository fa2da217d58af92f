import '../support/quiet.js';
import { canonicalize, type JsonObject } from '@hanlian/chaincode/domain';
import type { Plan } from '@hanlian/gateway/outbox/requests';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { TYPES } from '@hanlian/gateway/seed/types';
import { expect } from 'chai';
import { callerOf } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { sendFile, settled } from '../support/uploads.js';

const CLERK = 'market-clerk';
const STOPPED = 'S'.repeat(22);

describe('the jobs of a department', function () {
  this.timeout(60_000);
  let folder: string;
  let city: RunningCity;
  const named = (id: string): SampleCallerKey => callerOf(city, id);

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const jobs = async (query: string, by = named(CLERK)): Promise<JsonObject[]> => {
    const { status, body } = await city.ask(by, `/v1/jobs${query}`);
    expect(status, JSON.stringify(body)).to.equal(200);
    return body.items as JsonObject[];
  };
  const file = async (name: string): Promise<string> => {
    const query = `type=${TYPES.businessLicense.code}&kind=issue`;
    const sent = await sendFile(named(CLERK), query, 'text/csv', `unitName\n${name}\n`);
    expect(sent.status, JSON.stringify(sent.body)).to.equal(202);
    return (await settled(city, named(CLERK), sent.body.id as string)).id;
  };
  /** A write of which the ledger takes the first transaction and refuses the second. */
  const stopHalfWay = async (): Promise<void> => {
    const { licenses } = city.hub('bureau').administration;
    const { code, name, kind } = DEPARTMENTS.market;
    const facts = { v: 1, code, name, kind, mspId: 'BureauMSP', since: 1577836800 };
    const step = (intent: string, expectedRevision: number): Plan['job']['steps'][number] => ({
      function: 'registry:putDepartment',
      argument: canonicalize({ ...facts, intent: intent.repeat(22), expectedRevision }),
    });
    const plan: Plan = {
      job: {
        v: 1,
        id: STOPPED,
        signatory: 'registrar',
        steps: [step('A', 0), step('Q', 7)],
        answer: {},
        ids: 'transactionIds',
      },
      changes: [],
      first: Promise.resolve(),
    };
    const work = licenses.requests.settled(CLERK, { key: 'half', bodyDigest: 'half' }, () => plan);
    const fate = await work.then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    );
    expect(fate).to.equal('BATCH_INCOMPLETE');
  };

  it('are uploads and writes that stopped, in one list by time, narrowed by kind and state, page by page', async () => {
    const first = await file('示例甲企业');
    await stopHalfWay();
    const second = await file('示例乙企业');
    const ids = async (query = ''): Promise<unknown[]> => (await jobs(query)).map(({ id }) => id);
    expect(await ids()).to.have.members([first, STOPPED, second]);
    expect(await ids('?kind=write')).to.deep.equal([STOPPED]);
    expect(await ids('?kind=issue')).to.have.members([first, second]);
    expect(await ids('?state=stopped')).to.deep.equal([STOPPED]);
    expect(await ids('?state=refused')).to.deep.equal([]);
    expect(await jobs('', named('police-clerk'))).to.deep.equal([]);

    const paged: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== undefined;) {
      const query = `?limit=1${cursor === '' ? '' : `&cursor=${cursor as string}`}`;
      const { body } = await city.ask(named(CLERK), `/v1/jobs${query}`);
      paged.push(...(body.items as JsonObject[]).map(({ id }) => id));
      cursor = body.next;
    }
    expect(paged).to.deep.equal(await ids());
  });

  it('show of a write who sent it, which transactions stand, why it stopped and how it goes on', async () => {
    const [job] = await jobs('?kind=write');
    expect(job).to.deep.include({ kind: 'write', state: 'stopped', person: 'O201' });
    expect((job!['transactions'] as JsonObject[]).map(({ state }) => state)).to.deep.equal([
      'committed',
      'open',
    ]);
    expect(job!['errors']).to.have.nested.property('[0].code', 'BATCH_INCOMPLETE');
    expect(job!['links']).to.deep.equal({
      self: `/v1/jobs/${STOPPED}`,
      resume: `/v1/jobs/${STOPPED}/resume`,
    });
  });

  it('are told of in the events of their department', async () => {
    const { body } = await city.ask(named('market-reviewer'), '/v1/events?wait=5');
    const told = (body.items as { type: string; data: JsonObject }[]).filter(({ type }) =>
      type.startsWith('job.'),
    );
    expect(told.map(({ data }) => data['job'])).to.include(STOPPED);
    const { type, data } = told.find((each) => each.data['job'] === STOPPED)!;
    expect({ type, data }).to.deep.equal({
      type: 'job.waiting',
      data: { job: STOPPED, state: 'stopped', transactions: 2, code: 'BATCH_INCOMPLETE' },
    });
  });

  it('stay the department’s when whoever began them goes to another', async () => {
    // They went along: the new department was shown the former one's writes, and could have gone on with them.
    const facts = { name: '经办', role: 'clerk', department: DEPARTMENTS.drug.code, person: 'O201' };
    const moved = await city.put(named('operator'), `/v1/callers/${CLERK}`, facts);
    expect(moved.status, JSON.stringify(moved.body)).to.equal(200);
    expect(await jobs('?kind=write')).to.deep.equal([]);
    for (const path of [`/v1/jobs/${STOPPED}`, `/v1/jobs/${STOPPED}/resume`]) {
      const { status } = await city.ask(named(CLERK), path, path.endsWith('resume') ? {} : undefined);
      expect(status, path).to.equal(404);
    }
    const left = await jobs('?kind=write', named('market-reviewer'));
    expect(left.map(({ id, state }) => ({ id, state }))).to.deep.equal([{ id: STOPPED, state: 'stopped' }]);
  });
});
