import {
  canonicalize,
  formInForce,
  HanlianError,
  keyOfReference,
  keyPrefixes,
  type DatedRecord,
  type JsonValue,
  type RegistryAnswer,
  type RegistryRecord,
} from '@hanlian/chaincode/domain';
import type { Plan, Requests } from '../outbox/requests.js';
import type { ReadModel } from '../readmodel/read-model.js';
import { random16, type Random } from '../storage/random.js';
import { readMoment } from './moments.js';
import type { Officers } from './officers.js';
import { pageUnder } from './pages.js';
import { recordAt, recordsUnder } from './records.js';
import type { Caller, Idempotency, OrSigning, Records, Reference, Services } from './types.js';

interface RegistryParts {
  readonly model: ReadModel;
  readonly requests: Requests;
  readonly random: Random;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly caughtUp: () => Promise<void>;
  readonly officers: Officers;
}

/** One write of the registry: dates are instants, and `expectedRevision` is absent for a new record. */
type Facts = Readonly<Record<string, JsonValue | undefined>>;

/** What is registered: read from the index, changed through the outbox. */
export function registryService(parts: RegistryParts): Services['registry'] {
  const write = async (
    caller: Caller,
    operation: string,
    once: Idempotency,
    factsOf: () => Facts | Promise<Facts>,
  ): Promise<OrSigning<RegistryAnswer>> => {
    const plan = async (): Promise<Plan> => planOf(parts.random, caller.identity, operation, await factsOf());
    return parts.requests.write(caller.id, once, plan);
  };
  const get: Services['registry']['get'] = async <K extends keyof Records>(
    reference: Reference & { readonly kind: K },
    asOf?: string,
  ) => {
    await parts.caughtUp();
    return formAt(parts, reference, asOf) as Promise<Records[K]>;
  };
  return {
    list: async (kind, query, under) => {
      await parts.caughtUp();
      const named = [keyPrefixes[kind], ...(under === undefined ? [] : [under])];
      return pageUnder(parts.model, named, query, (record) => record as Records[typeof kind]);
    },
    get,
    put: (caller, { operation, facts, expectedRevision }, once) =>
      write(caller, operation, once, async () => ({
        ...withInstants(operation === 'putOfficerKey' ? await withKey(parts, facts) : facts),
        expectedRevision,
      })),
    succeed: (caller, code, { successor, since, expectedRevision }, once) =>
      write(caller, 'succeedDepartment', once, async () => ({
        code,
        successor,
        since: readMoment(since, 'start', 'since'),
        expectedRevision: expectedRevision ?? (await get({ kind: 'department', code })).revision,
      })),
    compromise: (caller, named, { since, expectedRevision }, once) =>
      write(caller, 'putSealKey', once, async () => {
        const key = await get({ kind: 'sealKey', ...named });
        return {
          ...named,
          suite: key.suite,
          since: key.since,
          until: key.until,
          compromisedSince: readMoment(since, 'start', 'since'),
          expectedRevision: expectedRevision ?? key.revision,
        };
      }),
  };
}

/** An officer whose key nobody brings has it kept here. */
async function withKey({ officers }: RegistryParts, facts: Facts): Promise<Facts> {
  const { officer, publicKey } = facts;
  if (publicKey !== undefined || typeof officer !== 'string') return facts;
  return { ...facts, publicKey: await officers.enrol(officer) };
}

/** The dates of a record, and which end of a day each means. */
const DATES = { since: 'start', until: 'end', compromisedSince: 'start', sm2SealSince: 'start' } as const;

function withInstants(facts: Facts): Facts {
  const dates = Object.entries(DATES).flatMap(([name, edge]) => {
    const text = facts[name];
    return typeof text === 'string' ? [[name, readMoment(text, edge, name)] as const] : [];
  });
  return { ...facts, ...Object.fromEntries(dates) };
}

/** One write of the registry, made ready. */
export function planOf(random: Random, signatory: string, operation: string, facts: Facts): Plan {
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const { expectedRevision } = given;
  const argument = canonicalize({ v: 1, intent: random16(random), ...given });
  return {
    job: {
      v: 1,
      id: random16(random),
      signatory,
      steps: [{ function: `registry:${operation}`, argument }],
      answer: { revision: typeof expectedRevision === 'number' ? expectedRevision + 1 : 0 },
      ids: 'transactionId',
    },
    changes: [],
    first: Promise.resolve(),
  };
}

/** The forms of a record, oldest first: revisions of a type, sets of a name, else the one that stands. */
async function formsOf(model: ReadModel, reference: Reference): Promise<readonly RegistryRecord[]> {
  if (reference.kind === 'type') return recordsUnder(model, keyPrefixes.typeRevision, reference.code);
  if (reference.kind === 'ruleSet') return recordsUnder(model, keyPrefixes.ruleSet, reference.name);
  const record = recordAt(model, keyOfReference(reference)) as RegistryRecord | undefined;
  return record === undefined ? [] : [record];
}

/** @throws {HanlianError} NOT_FOUND, DATE_IMPOSSIBLE */
async function formAt(
  { model, now }: RegistryParts,
  reference: Reference,
  asOf: string | undefined,
): Promise<RegistryRecord> {
  const forms = await formsOf(model, reference);
  const isDated = asOf !== undefined || reference.kind === 'ruleSet';
  const at = asOf === undefined ? now() : readMoment(asOf, 'start', 'asOf');
  // Whatever is asked for by day has a period; calendars are not.
  const found = isDated ? formInForce(forms as readonly DatedRecord[], at) : forms.at(-1);
  if (found === undefined)
    throw new HanlianError('NOT_FOUND', `The registry holds no such ${reference.kind}`);
  return found;
}
