import { ERROR_CODES, type ErrorCode } from '@hanlian/chaincode/domain';
import { createServer, type HttpServer } from '@hanlian/gateway/http/server';
import { expect } from 'chai';
import { fakeServices } from '../support/fake-services.js';
import { send, type Received } from '../support/http-client.js';
import { OPERATIONS } from '../support/operations.js';

/** Whatever would make a browser ask somewhere, or run something. */
const REACHING_OUT = /<script|<iframe|<img|\son\w+=|javascript:|(?:src|href)="(?!\/docs|\/openapi\.json|#)/i;

describe('the page that describes the API', () => {
  let server: HttpServer;
  let url: string;
  const pages = new Map<string, string>();
  const get = (path: string): Promise<Received> => send(url, { method: 'GET', path });

  before(async () => {
    server = createServer(fakeServices());
    ({ url } = await server.listen(0, '127.0.0.1'));
    for (const lang of ['zh', 'en']) pages.set(lang, (await get(`/docs?lang=${lang}`)).text);
  });
  after(() => server.close());

  it('needs nothing from elsewhere: one sheet of style, no script, and a policy that forbids the rest', async () => {
    const { status, headers } = await get('/docs');
    expect(status).to.equal(200);
    expect(headers['content-type']).to.equal('text/html; charset=utf-8');
    expect(headers['content-security-policy']).to.match(/^default-src 'none'; style-src 'self';/);
    for (const page of pages.values()) expect(page).not.to.match(REACHING_OUT);
    const sheet = await get('/docs/style.css');
    expect(sheet.headers['content-type']).to.equal('text/css; charset=utf-8');
    expect(sheet.text).not.to.match(/url\(|@import/);
  });

  for (const lang of ['zh', 'en'] as const) {
    it(`shows every operation and explains every error, in ${lang}; no link leads nowhere`, () => {
      const page = pages.get(lang)!;
      const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
      expect(links.filter((id) => !anchors.has(id))).to.deep.equal([]);
      for (const { method, path } of OPERATIONS)
        expect(page).to.include(`<span class="method">${method}</span> ${path}</h3>`);
      const codes: readonly ErrorCode[] = ERROR_CODES;
      expect(codes.filter((code) => !anchors.has(code))).to.deep.equal([]);
      expect(page).to.include(`<html lang="${lang}">`);
    });
  }

  it('is in Chinese unless English is asked for', async () => {
    expect((await get('/docs')).text).to.equal(pages.get('zh'));
    expect(pages.get('zh')).to.include('签发一张或一批电子证照').and.not.include('Issue one certificate');
    expect(pages.get('en')).to.include('Issue one certificate').and.not.include('签发一张或一批电子证照');
  });

  it('escapes what stands in it', () => {
    // The pattern of a date has a quotation mark's neighbours; an example has quotes: none may end an attribute.
    expect(pages.get('en'))
      .to.include('&quot;type&quot;')
      .and.not.match(/<pre>[^<]*"[^<]*<\/pre>/);
  });
});
