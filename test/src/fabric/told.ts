import type { JsonObject } from '@hanlian/chaincode/domain';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { Answer, RunningCity } from '../support/city.js';

/** The food business license, and the business license, which takes two people. */
const FOOD = '11100000MB0143028R901';
const BUSINESS = '11100000MB0143028R001';
const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const content = {
  holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
  fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
};
export const order = { type: FOOD, basis, certificates: [content] };

/** One request of the story and its answer. */
export interface Told {
  readonly step: string;
  readonly status: number;
  readonly body: unknown;
}

/** The life of a certificate as its hubs tell it, from its issue to its audit, with all that is refused on the way. */
export async function tellLife(city: RunningCity): Promise<Told[]> {
  const told: Told[] = [];
  const clerks = city.callers.filter(({ role }) => role === 'clerk');
  const clerk = clerks[0]!;
  const stranger = clerks.find(({ department }) => department !== clerk.department)!;
  const officer = city.callers.find(({ organisation }) => organisation === 'bank')!;
  const auditor = city.callers.find(({ role }) => role === 'auditor')!;
  const ask = async (
    step: string,
    caller: SampleCallerKey | OrganisationName,
    path: string,
    body?: object,
    key?: string,
  ): Promise<Answer['body']> => {
    await allCaughtUp(city);
    const answer = await city.ask(caller, path, body, key);
    told.push({ step, status: answer.status, body: answer.body });
    return answer.body;
  };

  const issued = await ask('issue', clerk, '/v1/licenses', order, 'the-first');
  const id = (issued.certificates as { id: string }[])[0]!.id;
  const at = `/v1/licenses/${id}`;
  await ask('issue again under the same key', clerk, '/v1/licenses', order, 'the-first');
  await ask('another under the same key', clerk, '/v1/licenses', { ...order, type: BUSINESS }, 'the-first');
  await ask('issue as a bank', officer, '/v1/licenses', order);
  await ask('issue as an auditor', auditor, '/v1/licenses', order);
  await ask('issue as another department', stranger, '/v1/licenses', order);
  await ask('issue of no known type', clerk, '/v1/licenses', { ...order, type: '11100000MB0143028R999' });

  const document = await ask('document', clerk, `${at}/document`);
  await ask('document for another department', stranger, `${at}/document`);
  await ask('verify the document', 'auditor', '/v1/verifications', { document });
  await ask('verify a forged one', 'auditor', '/v1/verifications', { document: forged(document) });

  await ask('suspend as another department', stranger, `${at}/suspend`, { basis });
  await ask('suspend', clerk, `${at}/suspend`, { basis });
  await ask('suspend what is suspended', clerk, `${at}/suspend`, { basis });
  await ask('verify the suspended', 'bank', '/v1/verifications', { document });
  await ask('reinstate upon a stale revision', clerk, `${at}/reinstate`, { basis, expectedRevision: 0 });
  await ask('reinstate', clerk, `${at}/reinstate`, { basis });
  const renewed = await ask('renew', clerk, `${at}/renew`, { basis, certificate: content });
  await ask('verify the superseded', 'auditor', '/v1/verifications', { document });
  const next = `/v1/licenses/${renewed.id as string}`;
  await ask('a bank looks', officer, next);
  await ask('annul', clerk, `${next}/annul`, { basis });
  await ask('suspend the annulled', clerk, `${next}/suspend`, { basis });
  await ask('verify the annulled by name', 'bank', '/v1/verifications', { id: renewed.id });
  await ask('history', clerk, `${at}/history`);
  await ask('state', clerk, `${next}/state`);
  await ask('audit', auditor, `/v1/audit/licenses/${id}`);
  await ask('audit as a clerk', clerk, `/v1/audit/licenses/${id}`);
  return told;
}

const forged = (document: JsonObject): JsonObject => ({
  ...document,
  fields: (document.fields as { name: string }[]).map((field) =>
    field.name === 'premises' ? { ...field, value: '示例路2号' } : field,
  ),
});

/** Waits until each hub's own peer has what the bureau's has: on Fabric another organisation's may be a moment behind. */
export async function allCaughtUp(city: RunningCity): Promise<void> {
  const ledgerOf = (name: OrganisationName): Ledger => city.hub(name).administration.licenses.ledger;
  const { block } = await ledgerOf('bureau').latest();
  for (const name of ['bank', 'auditor'] as const) {
    while ((await ledgerOf(name).latest()).block < block) await new Promise((go) => setTimeout(go, 20));
  }
}

/** What each ledger draws for itself, and what refers to it again: the how many-th of its kind it is. */
const DRAWN: readonly (readonly [string, RegExp])[] = [
  ['certificate', /1\.2\.156\.3005\.2\.[0-9A-Z]{21}\.[0-9A-Z]{18}\.[0-9A-Z]+\.\d{3}\.[0-9A-Z]/g],
  ['drawn', /\b[0-9a-f]{64}\b|(?<![\w-])[\w-]{22,}(?![\w-])/g],
];
/** Instants, as text or in seconds; two of one telling may or may not be the same. */
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+(Z|\+08:00)|\b1[78]\d{8}\b/g;
/** Places on a ledger, encoded bytes in which drawn values stand, and what says nothing of the certificate. */
const LEFT_OUT = new Set([
  ...['block', 'index', 'height', 'knownAt'],
  ...['seal', 'certificate', 'payload', 'value', 'requestId'],
]);
/** Type codes, codes of organisations and of answers, which are as long as what is drawn. */
const GIVEN = /^(11100000MB|1142|9135|[A-Z_]+$)/;

/** A telling without what each ledger draws or counts for itself. What is the same thing keeps the same name. */
export function normalForm(told: readonly Told[]): Told[] {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (kind: string, value: string): string => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    names.set(value, `${kind} ${count}`);
    return `${kind} ${count}`;
  };
  const textOf = (text: string): string =>
    DRAWN.reduce(
      (before, [kind, form]) =>
        before.replace(form, (match) => (GIVEN.test(match) ? match : nameOf(kind, match))),
      text.replace(INSTANT, 'instant'),
    );
  const scalarOf = (key: string, value: string | number): string => {
    if (LEFT_OUT.has(key)) return key;
    return typeof value === 'string' ? textOf(value) : String(value).replace(INSTANT, 'instant');
  };
  const normal = (value: unknown, key = ''): unknown => {
    if (typeof value === 'number' || typeof value === 'string') return scalarOf(key, value);
    if (Array.isArray(value)) return value.map((item) => normal(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normal(item, name)]));
  };
  return normal(told) as Told[];
}
