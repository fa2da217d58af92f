import '../support/quiet.js';
import { documentsIn, openFile } from '@hanlian/certificates';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { expect } from 'chai';
import { callerOf, made } from '../support/answers.js';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { held } from '../support/memory.js';

/** Certificates of a batch, ten times as many of another, and how much of their archives is read between two looks at memory. */
const FEW = 15;
const STEP = 500_000;
/** What the larger one may hold beyond the smaller: all its PDFs are twice that. */
const GROWTH = 3_000_000;

const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const permit = (name: string): JsonObject => ({
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name }],
  fields: { unitName: name, unitCode: '91350100M000100Y43', premises: '示例路1号' },
});
const permits = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => permit(`示例餐饮${index}号店`));

describe('the PDFs of a batch, as one archive', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  const clerk = (): SampleCallerKey => callerOf(city, 'market-clerk');

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const issue = async (certificates: readonly JsonObject[]): Promise<string[]> => {
    const order = { type: '11100000MB0143028R901', basis, certificates };
    const answer = made(await city.ask(clerk(), '/v1/licenses', order));
    return (answer.certificates as { id: string }[]).map(({ id }) => id);
  };
  const download = (id: string, caller = clerk(), method = 'GET'): Promise<Response> =>
    fetch(`${caller.url}/v1/licenses/${id}/batch.zip`, {
      method,
      headers: { authorization: `Bearer ${caller.key}` },
    });
  const filesOf = async (answer: Response): Promise<Map<string, Buffer>> => {
    expect(answer.status).to.equal(200);
    const files = new Map<string, Buffer>();
    for await (const { name, bytes } of documentsIn(await answer.bytes())) files.set(name, bytes);
    return files;
  };

  it('are each certificate’s own, and verify as they lie there', async () => {
    const ids = await issue(permits(3));
    const answer = await download(ids[1]!);
    expect(answer.headers.get('content-type')).to.equal('application/zip');
    expect(answer.headers.get('content-disposition')).to.match(/^attachment; filename=".+\.zip"$/);
    const archive = await answer.bytes();
    const names: string[] = [];
    for await (const { name, bytes } of documentsIn(archive)) {
      names.push(name);
      expect(`${(await openFile(bytes)).license}.pdf`).to.equal(name);
    }
    expect(names).to.deep.equal(ids.map((id) => `${id}.pdf`));
    const file = Buffer.from(archive).toString('base64');
    const { verdict } = made(await city.ask('bank', '/v1/verifications', { file }));
    expect(verdict).to.equal('VALID');
  });

  it('are one where a version took another’s place, and the former one’s in its own batch', async () => {
    const [id, other] = (await issue(permits(2))) as [string, string];
    const certificate = permit('示例改名店');
    const amended = made(await city.ask(clerk(), `/v1/licenses/${id}/amend`, { basis, certificate }));
    const next = amended.id as string;
    expect(next).not.to.equal(id);
    expect([...(await filesOf(await download(next))).keys()]).to.deep.equal([`${next}.pdf`]);
    expect([...(await filesOf(await download(id))).keys()]).to.deep.equal([`${id}.pdf`, `${other}.pdf`]);
  });

  it('leave out, and name, what cannot be printed', async () => {
    const [good, rare] = (await issue([permit('示例好店'), permit('示例𠮷店')])) as [string, string];
    const files = await filesOf(await download(rare));
    expect([...files.keys()]).to.deep.equal([`${good}.pdf`, 'missing.csv']);
    expect(files.get('missing.csv')!.toString()).to.include(rare).and.include('CHARACTER_NOT_PRINTABLE');
  });

  it('are their department’s alone; who asks for the headers has none made', async () => {
    const [id] = (await issue(permits(1))) as [string];
    expect((await download(id, callerOf(city, 'police-clerk'))).status).to.equal(404);
    const head = await download(id, clerk(), 'HEAD');
    expect([head.status, (await head.bytes()).length]).to.deep.equal([200, 0]);
  });

  // Every file once stayed in memory until the archive was whole: seventy kilobytes of each.
  it('take no more memory for ten times as many certificates', async () => {
    const [few] = (await issue(permits(FEW))) as [string];
    const [many] = (await issue(permits(10 * FEW))) as [string];
    const ofFew = await read(few);
    const ofMany = await read(many);
    expect(ofMany.bytes).to.be.greaterThan(2 * GROWTH);
    expect(ofMany.most - ofFew.most).to.be.lessThan(GROWTH);
  });

  /** How large an archive is, and the most that was held while it was read. */
  const read = async (id: string): Promise<{ bytes: number; most: number }> => {
    const { administration, services } = city.hub('bureau');
    const { content } = await services.licenses.batchZip(administration.callers.find('market-clerk')!, id);
    let [bytes, most] = [0, 0];
    for await (const chunk of content) {
      const isDue = Math.floor((bytes + chunk.length) / STEP) > Math.floor(bytes / STEP);
      bytes += chunk.length;
      if (isDue) most = Math.max(most, await held());
    }
    return { bytes, most };
  };
});
