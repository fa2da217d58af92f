import type { JsonObject } from '@hanlian/chaincode/domain';
import { DEPARTMENTS } from '@hanlian/gateway/seed/departments';
import { Recipients } from '@hanlian/gateway/services/credit/recipients';
import { ENTERPRISE, HEIR, registrationOf } from '../../fabric/told-credit.js';
import { exampleOf, type Preparation, type Sending, type Sendings } from './helper.js';

const PUBLISH = 'POST /v1/credit/entries';
const ENTRY = '/v1/credit/entries/{subject}/{entry}';
const ENTERPRISES = '/v1/credit/enterprises';
const SOURCE = 'market-clerk';
const OFFICE = 'credit-clerk';

/** Who does what to an entry: its source, or the credit office. */
const ACTS: Readonly<Record<string, string>> = {
  correct: SOURCE,
  annul: SOURCE,
  dispute: OFFICE,
  'resolve-dispute': SOURCE,
  'apply-repair': OFFICE,
  'accept-repair': SOURCE,
  'review-repair': OFFICE,
};
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  'resolve-dispute': ['dispute'],
  'accept-repair': ['apply-repair'],
  'review-repair': ['apply-repair', 'accept-repair'],
};

/** An enterprise has entries once its registration is published. */
const register = (city: Preparation, subject: string): Promise<JsonObject> =>
  city.ask(SOURCE, '/v1/credit/entries', { entries: [registrationOf(subject)] });

/** Where the penalty of the example stands, under a document of its own for each step that comes after. */
async function published(city: Preparation, step: string): Promise<string> {
  await register(city, ENTERPRISE);
  const { entries } = exampleOf(PUBLISH) as { entries: [JsonObject] };
  const own = { ...entries[0], document: `示例市监罚〔2026〕7号 ${step}` };
  const answer = await city.ask(SOURCE, '/v1/credit/entries', { entries: [own] });
  const [{ entry }] = answer.entries as [{ entry: string }];
  return `/v1/credit/entries/${ENTERPRISE}/${entry}`;
}

/** The first bank was shown the entry. */
async function shown({ city }: Preparation, entry: string): Promise<void> {
  const { licenses } = city.hub('bureau').administration;
  const told = new Recipients(licenses).shown({ subject: ENTERPRISE, entry }, DEPARTMENTS.bankOne.code);
  await licenses.store.batch([told]);
}

/** Each step by who may take it, with its own example. */
async function take(city: Preparation, place: string, ...steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    await city.ask(ACTS[step]!, `${place}/${step}`, exampleOf(`POST ${ENTRY}/${step}`));
  }
}

const acts = (city: Preparation): Sendings =>
  Object.fromEntries(
    Object.entries(ACTS).map(([step, by]) => [
      `POST ${ENTRY}/${step}`,
      async (): Promise<Sending> => {
        const place = await published(city, step);
        await take(city, place, ...(BEFORE[step] ?? []));
        return { by, path: `${place}/${step}` };
      },
    ]),
  );

/** Entries of an enterprise that is registered, and what is decided by them. */
export const credit = (city: Preparation): Sendings => ({
  [PUBLISH]: async () => {
    await register(city, ENTERPRISE);
    return { by: SOURCE };
  },
  ...acts(city),
  // A bank must stop using what it was shown, once that is repaired.
  [`POST ${ENTRY}/acknowledge`]: async () => {
    const place = await published(city, 'acknowledge');
    await shown(city, place.split('/').at(-1)!);
    await take(city, place, 'apply-repair', 'accept-repair', 'review-repair');
    const recipient = DEPARTMENTS.bankOne.code;
    return { by: OFFICE, path: `${place}/acknowledge`, body: (example) => ({ ...example, recipient }) };
  },
  [`POST ${ENTERPRISES}/{subject}/evaluations`]: async () => {
    await register(city, ENTERPRISE);
    return { by: OFFICE, path: `${ENTERPRISES}/${ENTERPRISE}/evaluations` };
  },
  [`POST ${ENTERPRISES}/{subject}/succession`]: async () => {
    for (const subject of [HEIR, ENTERPRISE]) await register(city, subject);
    return { by: OFFICE, path: `${ENTERPRISES}/${HEIR}/succession` };
  },
});
