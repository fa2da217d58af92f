import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { expect } from 'chai';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';

const FOOD = '11100000MB0143028R901';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};

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
});
