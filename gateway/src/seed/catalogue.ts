import {
  addYears,
  dateOfInstant,
  keys,
  type JsonObject,
  type LegalDate,
  type PutDemand,
  type PutNegative,
  type PutResource,
  type PutResponsibility,
} from '@hanlian/chaincode/domain';
import type { Hub } from '../hub-types.js';
import { allOver } from '../storage/all-over.js';
import { clerksOf } from './callers.js';
import { DEMANDS, NEGATIVES, OWED } from './catalogue-lists.js';
import { RESOURCES } from './catalogue-resources.js';
import { DEPARTMENTS } from './departments.js';

const LAW = '《政务数据共享条例》第十条';

const numbered = (letter: string, i: number): string => `${letter}${String(i + 1).padStart(3, '0')}`;

const resourcesOn = (today: LegalDate): readonly PutResource[] =>
  RESOURCES.map((resource) => ({ ...resource, publishedAt: addYears(today, -1) }));

/** Every resource is owed; some that are owed are not there yet, and have a year's time. */
function responsibilitiesOn(today: LegalDate): readonly PutResponsibility[] {
  const met = RESOURCES.map(({ provider, name, code }) => ({
    department: provider,
    matter: name,
    resource: code,
  }));
  const open = OWED.map(([by, resource, matter]) => ({
    department: DEPARTMENTS[by].code,
    matter,
    resource,
  }));
  const due = addYears(today, 1);
  return [...met, ...open].map((one, i) => ({ ...one, id: numbered('R', i), legalBasis: LAW, due }));
}

const demands: readonly PutDemand[] = DEMANDS.map(
  ([by, resource, matter, purpose, legalBasis, fields], i) => ({
    department: DEPARTMENTS[by].code,
    id: numbered('D', i),
    matter,
    purpose,
    resource,
    fields: [...fields],
    legalBasis,
    frequency: 'day',
  }),
);

const negativesOn = (today: LegalDate): readonly PutNegative[] =>
  NEGATIVES.map(([by, resource, law, field], i) => ({
    department: DEPARTMENTS[by].code,
    id: numbered('N', i),
    resource,
    ...(field !== undefined && { field }),
    law,
    until: addYears(today, 2),
  }));

/** What tells whose an entry is, and under which key it stands. */
interface Place<Entry> {
  readonly owner: (entry: Entry) => string;
  readonly key: (entry: Entry) => string;
}

interface Listed {
  readonly department: string;
  readonly id: string;
}

const ofResource: Place<PutResource> = {
  owner: ({ provider }) => provider,
  key: ({ code }) => keys.resource(code),
};

const listed = (kind: 'responsibility' | 'demand' | 'negative'): Place<Listed> => ({
  owner: ({ department }) => department,
  key: ({ department, id }) => keys[kind](department, id),
});

/** Puts the entries of one kind on the ledger, those of a department at once, in its clerk's name. */
async function seedKind<Entry extends object>(
  { administration }: Hub,
  operation: string,
  entries: readonly Entry[],
  { owner, key }: Place<Entry>,
): Promise<void> {
  const { licenses, register } = administration;
  await licenses.caughtUp();
  const missing = entries.filter((entry) => licenses.model.get(key(entry)) === undefined);
  await allOver(
    [...Map.groupBy(missing, owner)].map(([department, own]) =>
      register(clerksOf(department).preparer.id, `catalogue:${operation}`, {
        entries: own as unknown as readonly JsonObject[],
      }),
    ),
  );
}

/** Fills the catalogue and its three lists. What an earlier, interrupted run put there is left as it is. */
export async function seedCatalogue(bureau: Hub): Promise<void> {
  const today = dateOfInstant(bureau.administration.licenses.now());
  await seedKind(bureau, 'putResources', resourcesOn(today), ofResource);
  await allOver([
    seedKind(bureau, 'putResponsibilities', responsibilitiesOn(today), listed('responsibility')),
    seedKind(bureau, 'putDemands', demands, listed('demand')),
    seedKind(bureau, 'putNegatives', negativesOn(today), listed('negative')),
  ]);
}
