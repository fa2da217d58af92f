import { ERROR_CODES, errorEntry } from '@hanlian/chaincode/domain';
import type { ErrorCode, JsonObject } from '@hanlian/chaincode/domain';
import type { Language } from '../http/problem.js';
import { placedIn, type Description, type Placed } from './description.js';
import { html, type Html } from './html.js';
import { operationSection, summaryOf } from './operation.js';
import { WORDS } from './words.js';

const tagOf = ({ operation }: Placed): string => operation.tags[0];

const navigation = (byTag: ReadonlyMap<string, readonly Placed[]>, language: Language): Html =>
  html`<nav>
    ${[...byTag].map(
      ([tag, operations]) =>
        html`<details>
          <summary>${tag}</summary>
          <ul>
            ${operations.map(
              ({ operation }) =>
                html`<li><a href="#${operation.operationId}">${summaryOf(operation, language)}</a></li>`,
            )}
          </ul>
        </details>`,
    )}
    <p><a href="#schemas">${WORDS[language].schemas}</a></p>
    <p><a href="#errors">${WORDS[language].errors}</a></p>
  </nav>`;

const schemaEntry = ([name, schema]: [string, JsonObject]): Html =>
  html`<details id="schema-${name}">
    <summary><code>${name}</code></summary>
    <pre>${JSON.stringify(schema, null, 2)}</pre>
  </details>`;

const errorRow =
  (language: Language) =>
  (code: ErrorCode): Html => {
    const { title, next } = errorEntry(code);
    return html`<tr id="${code}">
      <td><code>${code}</code></td>
      <td>${title[language]}</td>
      <td>${next[language]}</td>
    </tr>`;
  };

/** The description as a page that needs nothing from elsewhere: no script, one sheet of style beside it. */
export function docsPage(description: Description, language: Language): string {
  const words = WORDS[language];
  const byTag = Map.groupBy(placedIn(description), tagOf);
  const other = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${words.title}</title>
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        ${navigation(byTag, language)}
        <main>
          <p><a href="/docs?lang=${other}" lang="${other}">${words.other}</a></p>
          <h1>${words.title} ${description.info.version}</h1>
          <p>${words.intro}</p>
          <p><a href="/openapi.json">openapi.json</a></p>
          ${[...byTag].map(
            ([tag, operations]) =>
              html`<h2>${tag}</h2>
                ${operations.map((placed) => operationSection(placed, language))}`,
          )}
          <h2 id="schemas">${words.schemas}</h2>
          ${Object.entries(description.components.schemas).map(schemaEntry)}
          <h2 id="errors">${words.errors}</h2>
          <table>
            ${ERROR_CODES.map(errorRow(language))}
          </table>
        </main>
      </body>
    </html>`.text;
}
