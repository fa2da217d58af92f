import { expect } from 'chai';
import { endpoints } from '@hanlian/gateway/endpoints/index';
import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const LISTS = endpoints
  .filter(({ method, query, params }) => method === 'GET' && params === undefined && query?.shape.cursor)
  .map(({ path }) => path);

// A page that is empty, or begins anew, reads like an answer: whoever goes through a list would miss the rest of it.
describe('a cursor that the list never gave', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  for (const path of LISTS) {
    it(`is refused by ${path}`, async () => {
      const roles = [
        ...new Map(city.callers.map((caller) => [`${caller.organisation} ${caller.role}`, caller])).values(),
      ];
      const answers: Answer[] = [];
      for (const caller of roles) answers.push(await city.ask(caller, `${path}?cursor=0`));
      const entitled = answers.filter(({ status }) => status !== 403);
      expect(entitled, 'somebody may read it').not.to.deep.equal([]);
      for (const { body } of entitled) expect([body.status, body.code]).deep.equal([400, 'FIELD_INVALID']);
    });
  }

  it('is looked for in every list there is', () => {
    expect(LISTS.length).to.be.greaterThan(25);
  });
});
