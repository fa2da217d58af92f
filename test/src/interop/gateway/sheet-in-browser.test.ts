import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { compactPresentation, presentationCode, type EvidenceDocument } from '@hanlian/certificates';
import type { JsonObject, Standing } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { sheetLink } from '@hanlian/gateway/sheet/code';
import { STANDINGS, UNKNOWN } from '@hanlian/gateway/sheet/words';
import { needsChromium, openBrowser } from '../../support/browser.js';
import { runCity, type RunningCity } from '../../support/city.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { scan } from '../../support/qr.js';
import { sdJwtWorld } from '../../support/sd-jwt.js';

const FOOD = '11100000MB0143028R901';
const CODE = '91350100M000100Y43';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
/** A telephone that many have, and the narrowest still in use. */
const SIZES = [
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];
/** Text that no line can be broken in, as identifiers and badly typed names are. */
const UNBROKEN = '示例'.repeat(4) + 'A'.repeat(120);

/** In the page: what letters of the state are painted in, and whether anything reaches beyond the screen. */
const COLOUR = 'getComputedStyle(document.querySelector("[role=status]")).color';
const TOO_WIDE = 'document.documentElement.scrollWidth > window.innerWidth';

describe('the sheet of a certificate in Chromium', function () {
  this.timeout(120_000);
  let city: RunningCity;
  let phones: readonly Phone[];
  /** What was opened, the last first: nothing where the suite is skipped. */
  const closing: (() => Promise<void>)[] = [];

  before(needsChromium);
  before(async () => {
    const folder = await newFolder();
    closing.unshift(() => removeFolder(folder));
    const browser = await openBrowser();
    closing.unshift(() => browser.close());
    city = await runCity(folder, {}, { HANLIAN_PUBLIC_URL: 'https://hubs.example/{hub}' });
    closing.unshift(() => city.stop());
    phones = await Promise.all(SIZES.map((size) => openPhone(browser, size)));
  });
  after(async () => {
    for (const close of closing) await close();
  });

  const clerk = (): SampleCallerKey =>
    city.callers.find((one) => one.role === 'clerk' && one.department === DEPARTMENTS.market.code)!;
  const post = async (path: string, body: object): Promise<JsonObject> => {
    const answer = await city.ask(clerk(), path, { basis, ...body });
    expect(answer.status, JSON.stringify(answer.body)).to.be.within(200, 202);
    return answer.body;
  };
  const content = (name: string, period: object = {}): JsonObject => ({
    holders: [{ typeCode: '001', code: CODE, name }],
    fields: { unitName: name, unitCode: CODE, premises: UNBROKEN },
    ...period,
  });
  const idIn = ({ certificates }: JsonObject): string => (certificates as { id: string }[])[0]!.id;
  const issue = async (period?: object): Promise<string> =>
    idIn(await post('/v1/licenses', { type: FOOD, certificates: [content('示例餐饮有限公司', period)] }));
  const having = async (act: string, body: object = {}): Promise<string> => {
    const id = await issue();
    await post(`/v1/licenses/${id}/${act}`, body);
    return id;
  };
  const past = async (): Promise<string> =>
    idIn(
      await post('/v1/licenses/imports', {
        type: FOOD,
        certificates: [
          {
            ...content('示例老店', { effectiveFrom: '2019-05-06', effectiveTo: '2024-05-05' }),
            serial: '2019000001',
            origin: '示市监许字2019第1号',
          },
        ],
      }),
    );

  const MADE: Readonly<Partial<Record<Standing, () => Promise<string>>>> = {
    valid: () => issue(),
    notYetValid: () => issue({ effectiveFrom: tomorrow() }),
    expired: past,
    suspended: () => having('suspend'),
    revoked: () => having('revoke'),
    annulled: () => having('annul'),
    deregistered: () => having('deregister'),
    superseded: () => having('amend', { certificate: content('示例新店') }),
    transferredOut: () => having('transfer-out', { destination: '430100' }),
  };

  const tomorrow = (): string => new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  /** The path of a certificate's sheet, as its printed code names it. */
  const pathOf = async (id: string): Promise<string> => {
    const { body } = await city.ask(clerk(), `/v1/licenses/${id}/document`);
    return new URL(sheetLink('http://hub', body as unknown as EvidenceDocument)!).pathname;
  };

  /** A page of that size, and whatever it asked the network for or complained of. */
  interface Phone {
    readonly page: Page;
    readonly requests: string[];
    readonly complaints: string[];
  }
  const openPhone = async (browser: Browser, viewport: (typeof SIZES)[number]): Promise<Phone> => {
    const page = await browser.newPage({ viewport, isMobile: true, deviceScaleFactor: 3 });
    const [requests, complaints]: [string[], string[]] = [[], []];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    return { page, requests, complaints };
  };

  /** Reads a sheet as a person does: first in Chinese, then by the link in English. */
  const read = async (path: string, words: (typeof STANDINGS)[Standing]): Promise<void> => {
    const address = city.url('bureau') + path;
    for (const { page, requests, complaints } of phones) {
      requests.length = 0;
      await page.goto(address);
      const state = page.getByRole('status');
      expect(await state.innerText())
        .to.include(words.word.zh)
        .and.include(words.sentence.zh);
      expect(await page.evaluate(TOO_WIDE)).to.equal(false);
      // A page whose style its own policy refuses is black on nothing.
      expect(await page.evaluate(COLOUR)).to.equal('rgb(255, 255, 255)');
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('link', { name: '中文' }).waitFor();
      expect(await state.innerText())
        .to.include(words.word.en)
        .and.include(words.sentence.en);
      expect(await page.evaluate(TOO_WIDE)).to.equal(false);
      expect(requests).to.deep.equal([address, `${address}?lang=en`]);
      expect(complaints).to.deep.equal([]);
    }
  };

  for (const [standing, make] of Object.entries(MADE)) {
    it(`says of one that is ${standing} what the law calls it, in two languages, asking nobody else`, async () => {
      await read(await pathOf(await make()), STANDINGS[standing as Standing]);
    });
  }

  it('says of a code that nobody has that it is unknown', async () => {
    const path = await pathOf(await issue());
    await read(`${path.slice(0, -1)}${path.endsWith('A') ? 'Q' : 'A'}`, UNKNOWN);
  });

  it('shows a presentation’s code on the same phone, large enough for a scanner', async () => {
    const { present } = await sdJwtWorld();
    const text = compactPresentation(await present({ names: ['grade', 'issuedOn', 'over18'] }));
    const image = Buffer.from(presentationCode(text)).toString('base64');
    for (const { page } of phones) {
      // Not the sheet's: its policy lets no picture be shown.
      await page.goto('about:blank');
      await page.setContent(
        `<meta name="viewport" content="width=device-width"><img alt="" style="width:100%" src="data:image/gif;base64,${image}">`,
      );
      await page.evaluate('document.images[0].decode()');
      expect((await scan(await page.screenshot())).text).to.equal(text);
    }
  });
});
