import {
  generateUscc,
  type EntriesPublished,
  type EntryFacts,
  type EntryIdentity,
  type EntryInput,
} from '@hanlian/chaincode/domain';
import { CALENDARS } from '@hanlian/gateway/seed/calendars';
import { CREDIT_RULE_SETS } from '@hanlian/gateway/seed/credit-rules';
import { basis } from './batches.js';
import { change, city, DAY, departmentFacts, LAST_YEAR, MARKET, NOW, PREPARER, type City } from './city.js';
import type { Committed } from './ledger.js';
import { identityOf, random16, random32 } from './people.js';

/** The credit office of the tests' city. */
export const OFFICE = generateUscc({
  department: '1',
  kind: '1',
  region: '420100',
  organisation: '00000005',
});

/** Made-up enterprises with right codes. */
export const enterprise = (number: number): string =>
  generateUscc({
    department: '9',
    kind: '1',
    region: '420100',
    organisation: `MA8${String(number).padStart(5, '0')}`,
  });

export const FIRM = enterprise(1);

export const facts = (more: Partial<EntryFacts> = {}): EntryFacts => ({
  decidedAt: '2026-11-02',
  root: random32(),
  sm3Root: random32(),
  ...more,
});

let documents = 0;
export const entryInput = (more: Partial<EntryInput> = {}): EntryInput => {
  const category = more.category ?? 'penalty';
  const severity = category === 'penalty' ? ({ severity: 'general' } as const) : {};
  return {
    subject: FIRM,
    document: `示例监罚〔2026〕${++documents}号`,
    facts: facts(severity),
    ...more,
    category,
  };
};

export const registration = (subject = FIRM): EntryInput =>
  entryInput({ subject, category: 'registration', facts: facts({ decidedAt: '2020-01-02' }) });

/** One transaction of a source's clerk. */
export const publish = (
  here: City,
  entries: readonly EntryInput[],
  { department = MARKET, intent = random16() } = {},
): Promise<Committed<EntriesPublished>> =>
  here.as(identityOf('BureauMSP', 'clerk', department), 'credit:publish', {
    v: 1,
    intent,
    person: PREPARER.id,
    entries,
  });

/** Publishes one entry and gives where it stands. */
export async function published(
  here: City,
  input: EntryInput,
  department = MARKET,
): Promise<{ subject: string; entry: string }> {
  const { answer } = await publish(here, [input], { department });
  return answer.entries[0]!;
}

/** An act on an entry by a department's clerk. */
export const creditAct = <Answer>(
  here: City,
  operation: string,
  reference: { readonly subject: string; readonly entry: string },
  revision: number,
  { department = MARKET, ...more }: { readonly department?: string; readonly [member: string]: unknown } = {},
): Promise<Committed<Answer>> =>
  here.as<Answer>(identityOf('BureauMSP', 'clerk', department), `credit:${operation}`, {
    ...change(revision),
    ...reference,
    person: PREPARER.id,
    basis: basis(),
    ...more,
  });

let founded: Promise<City> | undefined;

async function found(): Promise<City> {
  const here = await city();
  here.now = LAST_YEAR + DAY;
  await here.registrar('putDepartment', { ...change(), ...departmentFacts(OFFICE), kind: 'credit' });
  for (const set of CREDIT_RULE_SETS) await here.registrar('putRuleSet', { ...change(), ...set });
  for (const calendar of CALENDARS) await here.registrar('putCalendar', { ...change(), ...calendar });
  await publish(here, [registration()]);
  return here;
}

/** The tests' city with a credit office, the sample's rules and one registered enterprise; each caller gets its own. */
export async function creditCity(at = NOW): Promise<City> {
  founded ??= found();
  const here = (await founded).fork();
  here.now = at;
  return here;
}

/** By what an entry is told from all others. */
export const identity = ({ subject, category, document }: EntryInput, source = MARKET): EntryIdentity => ({
  subject,
  source,
  category,
  document,
});
