import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pino } from 'pino';
import { clerksOf } from '@hanlian/gateway/seed/callers';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { TYPES } from '@hanlian/gateway/seed/types';
import { runCity, type RunningCity } from '../support/city.js';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { sendFile, settled } from '../support/uploads.js';

const CSV = `单位名称,统一社会信用代码,证明权利或事项,持证主体,持证主体代码,有效期自
示例置业有限公司,91350100M000100Y43,抵押权,示例置业有限公司,91350100M000100Y43,2026/1/5`;

interface Line {
  readonly msg: string;
  readonly job?: string;
  readonly error?: { readonly code: string };
}

describe('a file whose rows the store has lost', function () {
  this.timeout(60_000);
  let folder: string;
  let city: RunningCity;
  const logged: Line[] = [];
  const sink = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(JSON.parse(line.toString()) as Line);
      done();
    },
  });

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, { logger: pino(sink) });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  // The job was running for ever, and nobody was told why.
  it('is told to the operator by the job’s id, and why', async () => {
    const { preparer } = clerksOf(DEPARTMENTS.land.code);
    const clerk = city.callers.find(({ name }) => name === preparer.name)!;
    const sent = await sendFile(clerk, `type=${TYPES.realEstateRegistration.code}`, 'text/csv', CSV);
    const { id, state } = await settled(city, clerk, sent.body.id as string);
    expect(state).equal('checked');

    const { documents, store } = city.hub('bureau').administration.licenses;
    for await (const name of documents.names('')) {
      if (name.includes(`${id}/rows/`)) await store.batch([documents.removal(name)], { sync: true });
    }
    const basis = { law: '不动产登记暂行条例第二十一条', document: '示例登记〔2026〕9号' };
    const { status } = await city.ask(clerk, `/v1/jobs/${id}/start`, { basis, rows: 'all' });
    expect(status).equal(202);

    await eventually(() => {
      const line = logged.find(({ msg, job }) => msg === 'upload' && job === id);
      expect(line).nested.property('error.code', 'NOT_FOUND');
    });
  });
});
