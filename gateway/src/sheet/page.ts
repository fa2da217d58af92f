import { hash } from 'node:crypto';
import type { Bilingual } from '@hanlian/chaincode/domain';
import { html, Html } from '../docs-page/html.js';
import type { Sheet } from './sheet.js';
import { STANDINGS, UNKNOWN } from './words.js';

export type Language = keyof Bilingual;

const STYLE = `:root{color-scheme:light dark;--ink:#1c1d22;--soft:#666a73;--line:#e3e0da;--paper:#fff;--ground:#f3f1ec}
@media(prefers-color-scheme:dark){:root{--ink:#ecebe8;--soft:#a3a5ab;--line:#3a3b40;--paper:#202126;--ground:#141519}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:34rem;margin:0 auto;padding:1rem}
header{display:flex;justify-content:space-between;color:var(--soft);font-size:.875rem;padding:.25rem .25rem .75rem}
a{color:inherit}
.state{border-radius:14px;color:#fff;padding:1.25rem 1.25rem 1.1rem;margin-bottom:1rem}
.good{background:#13693f}.warning{background:#8a5300}.bad{background:#a3171d}
.state strong{display:block;font-size:2rem;line-height:1.2;margin-bottom:.35rem}
section{background:var(--paper);border-radius:14px;padding:1rem 1.25rem}
h1{font-size:1.3rem;margin:0 0 .5rem}
dl{margin:0}div.row{border-top:1px solid var(--line);padding:.6rem 0}
dt{color:var(--soft);font-size:.8125rem}dd{margin:0;overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.8125rem;padding:1rem .25rem}`;

/** The policy names the digest of just these bytes: white space would count. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** Nothing is fetched, run or sent: the page is whole as it comes. */
export const SHEET_POLICY = `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const WORDS = {
  title: { zh: '证照核验', en: 'Certificate check' },
  other: { zh: 'English', en: '中文' },
  issuer: { zh: '发证机关', en: 'Issuer' },
  validity: { zh: '有效期限', en: 'Validity' },
  id: { zh: '证照标识', en: 'Identifier' },
  asOf: { zh: '账本查询时间（世界时）', en: 'Ledger read at (UTC)' },
  note: {
    zh: '请核对本页与所出示证照是否一致；不一致的，以本页和发证机关答复为准。未列出的信息依法不予公开。',
    en: 'Compare this page with the certificate you were shown; where they differ, this page and the issuer count. What is not listed is not public.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** A certificate's sheet as a page; the page for a code that is no certificate's where there is none. */
export const sheetPage = (sheet: Sheet | undefined, language: Language): string => {
  const { word, sentence, tone } = sheet === undefined ? UNKNOWN : STANDINGS[sheet.standing];
  const other = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
    <html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${WORDS.title[language]}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          <header>
            <span>${WORDS.title[language]}</span
            ><a href="?lang=${other}" hreflang="${other}">${WORDS.other[language]}</a>
          </header>
          <div class="state ${tone}" role="status">
            <strong>${word[language]}</strong>${sentence[language]}
          </div>
          ${sheet === undefined ? [] : [content(sheet, language)]}
          <footer>${WORDS.note[language]}</footer>
        </main>
      </body>
    </html> `.text;
};

const content = ({ type, issuer, validity, fields, id, asOf }: Sheet, language: Language): Html =>
  html`<section>
    <h1>${type[language]}</h1>
    <dl>
      ${[
        row(WORDS.issuer[language], issuer[language]),
        row(WORDS.validity[language], validity[language]),
        ...fields.map(({ title, value }) => row(title[language], value)),
        row(WORDS.id[language], id),
        row(WORDS.asOf[language], asOf),
      ]}
    </dl>
  </section>`;

const row = (name: string, value: string): Html =>
  html`<div class="row">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
