import { errorEntry, isErrorCode, ruleOf } from '@hanlian/chaincode/domain';
import type { JsonObject } from '@hanlian/chaincode/domain';
import type { Language } from '../http/problem.js';
import type { Content, Operation, Parameter, Placed } from './description.js';
import { html, type Html } from './html.js';
import { WORDS } from './words.js';

const REFERENCE = '#/components/schemas/';
const NONE = html``;

/** The address's parameters as a shell would hold them. */
const shellPath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);

/** A value between the single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const methodFlag = (method: string, hasBody: boolean): string[] =>
  method === 'PUT' || (method === 'POST' && !hasBody) ? [`-X ${method}`] : [];

const keyFlag = ({ 'x-scope': scope }: Operation): string[] =>
  scope === undefined ? [] : ['-H "Authorization: Bearer $KEY"'];

const onceFlag = ({ parameters }: Operation): string[] =>
  parameters
    .filter(({ name }) => name === 'Idempotency-Key')
    .map(({ name, example = '' }) => `-H '${name}: ${example}'`);

/** The operation as one would type it. */
export function curlOf({ method, path, operation }: Placed): string {
  const [body] = Object.entries(operation.requestBody?.content ?? {});
  return [
    `curl -s "$HUB${shellPath(path)}"`,
    ...methodFlag(method, body !== undefined),
    ...keyFlag(operation),
    ...onceFlag(operation),
    ...(body === undefined ? [] : [`-H 'Content-Type: ${body[0]}'`, dataOf(body[1])]),
  ].join(' \\\n  ');
}

const dataOf = (content: Content): string =>
  content.example === undefined
    ? '--data-binary @FILE'
    : `-d ${quoted(JSON.stringify(content.example, null, 2))}`;

const schemaLine = (schema: JsonObject): Html => {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return html`<code>${JSON.stringify(schema)}</code>`;
  const name = $ref.replace(REFERENCE, '');
  return html`<a href="#schema-${name}">${name}</a>`;
};

const parameterRow =
  (language: Language) =>
  ({ name, in: place, required, schema }: Parameter): Html =>
    html`<tr>
      <td><code>${name}</code></td>
      <td>${place}${required ? `, ${WORDS[language].required}` : ''}</td>
      <td>${schemaLine(schema)}</td>
    </tr>`;

const parametersOf = ({ parameters }: Operation, language: Language): Html =>
  parameters.length === 0
    ? NONE
    : html`<h4>${WORDS[language].parameters}</h4>
        <table>
          ${parameters.map(parameterRow(language))}
        </table>`;

const bodyOf = ({ requestBody }: Operation, language: Language): Html =>
  requestBody === undefined
    ? NONE
    : html`<h4>${WORDS[language].body}</h4>
        <table>
          ${Object.entries(requestBody.content).map(
            ([media, { schema }]) =>
              html`<tr>
                <td><code>${media}</code></td>
                <td>${schemaLine(schema)}</td>
              </tr>`,
          )}
        </table>`;

/** A refusal's description lists its codes; each is explained once, further down. */
function codesOf(description: string, language: Language): readonly Html[] {
  const codes = [...description.matchAll(/`([A-Z0-9_]+)`/g)].map(([, code = '']) => code).filter(isErrorCode);
  return codes.map(
    (code) =>
      html`<div>
        <a href="#${code}"><code>${code}</code></a> ${errorEntry(code).title[language]}
      </div>`,
  );
}

const answerRow = (
  status: string,
  { description, content = {} }: Operation['responses'][string],
  language: Language,
): Html => {
  const told = Object.entries(content).map(
    ([media, { schema }]) => html`<div><code>${media}</code> ${schemaLine(schema)}</div>`,
  );
  const codes = codesOf(description, language);
  return html`<tr>
    <td>${status}</td>
    <td>${codes.length > 0 ? codes : told}</td>
  </tr>`;
};

const whoMay = ({ 'x-scope': scope }: Operation, language: Language): Html =>
  scope === undefined
    ? html`<p>${WORDS[language].anyone}</p>`
    : html`<p>${WORDS[language].roles}: ${ruleOf(scope).roles.join(', ')} (<code>${scope}</code>)</p>`;

/** In Chinese a summary is the description's. */
export const summaryOf = ({ summary, description }: Operation, language: Language): string =>
  language === 'zh' ? description : summary;

/** One operation, with all it takes and answers. */
export const operationSection = (placed: Placed, language: Language): Html => {
  const { method, path, operation } = placed;
  return html`<section id="${operation.operationId}">
    <h3><span class="method">${method}</span> ${path}</h3>
    <p>${summaryOf(operation, language)}</p>
    ${whoMay(operation, language)} ${parametersOf(operation, language)} ${bodyOf(operation, language)}
    <h4>${WORDS[language].example}</h4>
    <pre>${curlOf(placed)}</pre>
    <details>
      <summary>${WORDS[language].answers}</summary>
      <table>
        ${Object.entries(operation.responses).map(([status, answer]) => answerRow(status, answer, language))}
      </table>
    </details>
  </section>`;
};
