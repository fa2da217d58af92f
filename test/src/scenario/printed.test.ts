import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { runCity, type RunningCity } from '../support/city.js';
import { codeOnPage, needsPoppler, poppler } from '../support/poppler.js';
import { newFolder, removeFolder } from '../support/folders.js';

type Issuer = 'market' | 'police';

const FOOD = '11100000MB0143028R901';
const DRIVING = '11100000000013127D902';
const ADDRESS = 'https://hubs.example/bureau';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };

const permit = (name: string): JsonObject => ({
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name }],
  fields: { unitName: name, unitCode: '91350100M000100Y43', premises: '示例路1号<b>' },
});
const licence = {
  holders: [{ typeCode: '111', code: '11010519491231002X', name: '示例无名' }],
  fields: { name: '示例无名', citizenNumber: '11010519491231002X', class: 'C1' },
};

describe('a certificate printed, and the sheet behind its code', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  const clerk = (id: Issuer): SampleCallerKey =>
    city.callers.find(({ role, department }) => role === 'clerk' && department === DEPARTMENTS[id].code)!;

  before(needsPoppler);
  before(async () => {
    folder = await newFolder();
    city = await runCity(folder, {}, { HANLIAN_PUBLIC_URL: 'https://hubs.example/{hub}' });
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const issue = async (who: Issuer, type: string, content: object): Promise<string> => {
    const order = { type, basis, certificates: [content] };
    const { status, body } = await city.ask(clerk(who), '/v1/licenses', order);
    expect(status, JSON.stringify(body)).to.equal(201);
    return (body['certificates'] as { id: string }[])[0]!.id;
  };
  const pdfOf = async (who: Issuer, id: string): Promise<Buffer> => {
    const answer = await fetch(`${city.url('bureau')}/v1/licenses/${id}/document.pdf`, {
      headers: { authorization: `Bearer ${clerk(who).key}` },
    });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('application/pdf');
    return Buffer.from(await answer.arrayBuffer());
  };
  const sheetOf = (path: string): Promise<Response> => fetch(city.url('bureau') + path);
  /** Where the code on a page leads, as a path of the bureau's hub. */
  const pathOn = async (pdf: Buffer): Promise<string> => {
    const link = await codeOnPage(pdf);
    expect(link).to.match(/^https:\/\/hubs\.example\/bureau\/v\//);
    return link.slice(ADDRESS.length);
  };
  const textOf = async (path: string): Promise<string> => (await sheetOf(path)).text();

  it('is downloaded as a PDF that pdfsig and this city’s other hubs find valid', async () => {
    const pdf = await pdfOf('market', await issue('market', FOOD, permit('示例餐饮有限公司')));
    expect(await poppler('pdfsig', pdf, ['-nocert'])).to.include('Signature is Valid.');
    const { body } = await city.ask('bureau', '/v1/verifications', { file: pdf.toString('base64') });
    expect(body).to.have.property('verdict', 'VALID');
    expect((body['checks'] as JsonObject[])[0]).to.include({ name: 'file', code: 'PDF_VALID' });
    const changed = Buffer.concat([pdf, Buffer.from('%')]).toString('base64');
    const other = await city.ask('bureau', '/v1/verifications', { file: changed });
    expect(other.body).to.have.property('verdict', 'INVALID');
  });

  it('has a code that leads to a whole page, in two languages, which fetches and runs nothing', async () => {
    const id = await issue('market', FOOD, permit('示例小吃<店>'));
    const path = await pathOn(await pdfOf('market', id));
    const answer = await sheetOf(path);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    const page = await answer.text();
    // White space beside the style once made its digest another: browsers showed the page unstyled.
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
    const digest = createHash('sha256').update(style).digest('base64');
    expect(answer.headers.get('content-security-policy')).to.include(`style-src 'sha256-${digest}'`);
    expect(page).to.include('有效').and.include('食品经营许可证').and.include(id);
    expect(page).to.include('示例小吃&lt;店&gt;').and.not.include('<店>');
    expect(page).not.to.match(/<script|<img|<link|src=|url\(/);
    expect(await textOf(`${path}?lang=en`))
      .to.include('Valid')
      .and.include('Food business permit');
  });

  it('says of each end what the law calls it, on the page and in the PDF', async () => {
    const acts = { suspend: '已暂扣', revoke: '已吊销', annul: '已撤销', deregister: '已注销' };
    for (const [act, word] of Object.entries(acts)) {
      const id = await issue('market', FOOD, permit(`示例${act}店`));
      const path = await pathOn(await pdfOf('market', id));
      const { status } = await city.ask(clerk('market'), `/v1/licenses/${id}/${act}`, { basis });
      expect(status).to.equal(200);
      expect(await textOf(path)).to.include(word);
      const ended = await pdfOf('market', id);
      expect(await pathOn(ended)).to.equal(path);
      const { body } = await city.ask('bureau', '/v1/verifications', { file: ended.toString('base64') });
      expect(body).to.have.property('verdict', 'INVALID');
    }
  });

  it('shows of a person what the type masks, and nothing else of it', async () => {
    const id = await issue('police', DRIVING, licence);
    const page = await textOf(await pathOn(await pdfOf('police', id)));
    expect(page).to.include('示***').and.include('C1');
    expect(page).not.to.include('示例无名').and.not.include('11010519491231002X').and.not.include('1101');
  });

  it('gives one answer for a code that was changed, one of nobody’s, and one that is no code', async () => {
    const id = await issue('market', FOOD, permit('示例面馆'));
    const path = await pathOn(await pdfOf('market', id));
    const last = path.endsWith('A') ? 'Q' : 'A';
    const wrong = [path.slice(0, -1) + last, path.slice(0, path.lastIndexOf('.') + 1), '/v/x', `/v/${id}`];
    const answers = await Promise.all(wrong.map(textOf));
    expect(answers[0]).to.include('查无此证照').and.not.include('示例面馆');
    expect(new Set(answers).size).to.equal(1);
  });
});
