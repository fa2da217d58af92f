import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { expect } from 'chai';
import { formatCertificateIdentifier } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';

const FOOD = '11100000MB0143028R901';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};

const RUN = 512;

describe('what a refused write leaves behind: nothing', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let clerk: SampleCallerKey;
  let stranger: SampleCallerKey;

  const issue = (...certificates: object[]): Promise<Answer> =>
    city.ask(clerk, '/v1/licenses', { type: FOOD, basis, certificates });
  const issued = async (serial: string): Promise<string> => {
    const { status, body } = await issue({ ...content, serial });
    expect(status, JSON.stringify(body)).equal(201);
    return (body.certificates as { id: string }[])[0]!.id;
  };
  const verdictOn = async (id: string): Promise<unknown> => {
    const { body: document } = await city.ask(clerk, `/v1/licenses/${id}/document`);
    return (await city.ask('bureau', '/v1/verifications', { document })).body.verdict;
  };

  const isKnown = async (id: string): Promise<boolean> => {
    const { body } = await city.ask('bureau', '/v1/verifications', { id });
    return (body.checks as { code: string }[]).every(({ code }) => code !== 'LICENSE_UNKNOWN');
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    const clerks = city.callers.filter(({ role }) => role === 'clerk');
    clerk = clerks[0]!;
    stranger = clerks.find(({ department }) => department !== clerk.department)!;
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('keeps the document of a certificate whose serial is asked for again', async () => {
    const id = await issued('TAKEN01');
    expect((await issue({ ...content, serial: 'TAKEN01' })).body.code).equal('SERIAL_TAKEN');
    expect(await verdictOn(id)).equal('VALID');
  });

  it("keeps the document when many ask for one serial at once: the winner's", async () => {
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => issue({ ...content, serial: 'RACE01' })),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(won.length).equal(1);
    expect(await verdictOn((won[0]!.body.certificates as { id: string }[])[0]!.id)).equal('VALID');
  });

  it('issues none of a batch when a later run would be refused', async () => {
    await issued('TAKEN02');
    const batch = (number: number, last: object): object[] =>
      Array.from({ length: RUN + 2 }, (_, i) => ({
        ...content,
        serial: `BATCH${number}N${i}`,
        ...(i === RUN + 1 && last),
      }));
    const field = `certificates[${RUN + 1}]`;
    const lasts: [last: object, code: string, field: string][] = [
      [{ serial: 'TAKEN02' }, 'SERIAL_TAKEN', `${field}.serial`],
      [{ serial: 'BATCH1N0' }, 'SERIAL_TAKEN', `${field}.serial`],
      [{ serial: '11010519491231002X' }, 'SERIAL_IS_CITIZEN_NUMBER', `${field}.serial`],
      [{ effectiveFrom: '1899-12-31' }, 'DATE_IMPOSSIBLE', `${field}.effectiveFrom`],
    ];
    for (const [number, [last, code, where]] of lasts.entries()) {
      const refused = await issue(...batch(number, last));
      expect([refused.body.code, refused.body.field]).deep.equal([code, where]);
      const first = formatCertificateIdentifier({
        type: FOOD,
        issuer: clerk.department,
        serial: `BATCH${number}N0`,
        version: '001',
      });
      expect(await isKnown(first), code).equal(false);
    }
    expect((await issue(...batch(9, {}))).status).equal(201);
  });

  it('issues none of a batch when another that names one of its serials is at work', async () => {
    const batch = (name: string): object[] =>
      Array.from({ length: RUN + 2 }, (_, i) => ({
        ...content,
        serial: i === RUN + 1 ? 'SHARED01' : `${name}N${i}`,
      }));
    const names = ['LEFT', 'RIGHT'];
    const answers = await Promise.all(names.map((name) => issue(...batch(name))));
    expect(answers.map(({ status }) => status).sort()).deep.equal([201, 409]);
    const lost = names[answers.findIndex(({ status }) => status === 409)]!;
    const first = formatCertificateIdentifier({
      type: FOOD,
      issuer: clerk.department,
      serial: `${lost}N0`,
      version: '001',
    });
    expect(await isKnown(first)).equal(false);
    expect((await issue({ ...content, serial: `${lost}N0` })).status).equal(201);
  });

  it('keeps the document of a new version when the old one is amended again, by anyone', async () => {
    const old = await issued('AMENDED01');
    const amend = (caller: SampleCallerKey): Promise<Answer> =>
      city.ask(caller, `/v1/licenses/${old}/amend`, { basis, certificate: content });
    const { body } = await amend(clerk);
    const id = body.id as string;
    expect((await amend(stranger)).body.code).equal('OTHER_DEPARTMENT');
    expect(await verdictOn(id)).equal('VALID');
    expect((await amend(clerk)).body.code).equal('ILLEGAL_TRANSITION');
    expect(await verdictOn(id)).equal('VALID');
  });

  it('names the field, and what would be right, in the words of the request', async () => {
    const id = await issued('FIELDS01');
    const act = (operation: string, body: object): Promise<Answer> =>
      city.ask(clerk, `/v1/licenses/${id}/${operation}`, { basis, ...body });
    const state = (query: string): Promise<Answer> => city.ask(clerk, `/v1/licenses/${id}/state?${query}`);
    const { fields, holders } = content;
    const named: [answer: Promise<Answer>, code: string, field: string][] = [
      [
        issue({ ...content, effectiveFrom: '2026-02-29' }),
        'DATE_IMPOSSIBLE',
        'certificates[0].effectiveFrom',
      ],
      [act('suspend', { until: '0001-01-01' }), 'DATE_IMPOSSIBLE', 'until'],
      [act('suspend', { effectiveAt: '1899-01-01' }), 'DATE_IMPOSSIBLE', 'effectiveAt'],
      [
        act('renew', { certificate: { ...content, effectiveFrom: '2026-04-31' } }),
        'DATE_IMPOSSIBLE',
        'certificate.effectiveFrom',
      ],
      [state('effectiveAt=0001-01-01'), 'DATE_IMPOSSIBLE', 'effectiveAt'],
      [state('knownAt=2026-02-30'), 'DATE_IMPOSSIBLE', 'knownAt'],
      [state('knownAt=99999999'), 'FIELD_INVALID', 'knownAt'],
      [city.ask('bureau', '/v1/verifications', { id, at: '2026-02-30' }), 'DATE_IMPOSSIBLE', 'at'],
      ...['\u200b', 'a\u0000b', '\u001b[2J', '\u202e号1路', '\u2066a\u2069'].map(
        (premises): [Promise<Answer>, string, string] => [
          issue({ ...content, fields: { ...fields, premises } }),
          'FIELD_INVALID',
          'certificates[0].fields.premises',
        ],
      ),
      [
        issue({ ...content, holders: [{ ...holders[0]!, name: '\n' }] }),
        'FIELD_INVALID',
        'certificates[0].holders[0].name',
      ],
      [
        act('suspend', { basis: { ...basis, law: '11010519491231002X' } }),
        'HOLDS_CITIZEN_NUMBER',
        'basis.law',
      ],
    ];
    for (const [answer, code, field] of named) {
      const { body } = await answer;
      expect([body.code, body.field], JSON.stringify(body)).deep.equal([code, field]);
    }
    expect((await issue({ ...content, fields: { ...fields, premises: '示例路1号\n2楼' } })).status).equal(
      201,
    );
  });
});
