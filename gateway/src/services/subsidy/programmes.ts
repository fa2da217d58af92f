import {
  canonicalize,
  formatInstant,
  HanlianError,
  keyPrefixes,
  newestAt,
  rangeOf,
  requireActor,
  type PageQuery,
  type Programme,
  type ProgrammeEdition,
  type ProgrammeInput,
  type ProgrammeWritten,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { readMoment } from '../moments.js';
import { unknownCursor } from '../pages.js';
import { recordsUnder } from '../records.js';
import { parseRow } from '../registry-view.js';
import type { Caller, Idempotency, OrSigning, Page } from '../types.js';
import { keyDigestOf } from './nullifiers.js';
import type { SubsidyParts } from './parts.js';

type Reads = Pick<SubsidyParts, 'model' | 'now' | 'caughtUp'>;

/** Every edition of a programme, oldest first. @throws {HanlianError} PROGRAMME_UNKNOWN */
export async function editionsOf(
  { model }: Pick<SubsidyParts, 'model'>,
  id: string,
): Promise<readonly [Programme, ...Programme[]]> {
  const [first, ...later] = await recordsUnder<Programme>(model, keyPrefixes.programme, id);
  if (first !== undefined) return [first, ...later];
  throw new HanlianError('PROGRAMME_UNKNOWN', `There is no programme ${id}`, { received: id });
}

/**
 * The programme's own office, while the caller's department has its place.
 *
 * @throws {HanlianError} PROGRAMME_UNKNOWN, OTHER_DEPARTMENT
 */
export async function requireOffice(
  parts: Pick<SubsidyParts, 'model' | 'registry' | 'now'>,
  { department }: Caller,
  programme: string,
): Promise<string> {
  const [{ office }] = await editionsOf(parts, programme);
  requireActor(department, office, parts.registry.inChargeOf(office, parts.now()));
  return office;
}

export async function getProgramme(parts: Reads, id: string): Promise<readonly ProgrammeEdition[]> {
  await parts.caughtUp();
  const editions = await editionsOf(parts, id);
  return editions.map((edition) => viewOf(edition, editions, parts.now()));
}

/** Of each programme the edition in force, or its first; a cursor is the last one's id. */
export async function listProgrammes(
  { model, now, caughtUp }: Reads,
  { limit, cursor }: PageQuery,
): Promise<Page<ProgrammeEdition>> {
  await caughtUp();
  const all = await recordsUnder<Programme>(model, keyPrefixes.programme);
  const programmes = [...Map.groupBy(all, ({ id }) => id)];
  const after = cursor === undefined ? 0 : programmes.findIndex(([id]) => id === cursor) + 1;
  if (cursor !== undefined && after === 0) throw unknownCursor();
  const shown = programmes.slice(after, after + limit);
  const next = programmes.length > after + limit ? shown.at(-1)?.[0] : undefined;
  return {
    items: shown.map(([, editions]) => shownOf(editions, now())),
    ...(next !== undefined && { next }),
  };
}

function shownOf(editions: readonly Programme[], at: number): ProgrammeEdition {
  const shown = newestAt(editions, at) ?? editions[0];
  return viewOf(shown as Programme, editions, at);
}

function viewOf(edition: Programme, editions: readonly Programme[], at: number): ProgrammeEdition {
  return {
    ...omit(edition, 'v', 'intent', 'tx', 'txTime'),
    since: formatInstant(edition.since),
    inForce: newestAt(editions, at) === edition,
  };
}

/** Whose key it is: of a programme that stands, its first office's. */
async function officeFor({ model }: SubsidyParts, { department }: Caller, id: string): Promise<string> {
  const { start, end } = rangeOf(keyPrefixes.programme, id);
  const [first] = await model.range(start, end, 1);
  return first === undefined ? department : (parseRow(first.row) as Programme).office;
}

/** Makes a programme, or its next edition; the contract decides whether it may. */
export async function putProgramme(
  parts: SubsidyParts,
  caller: Caller,
  id: string,
  { expectedRevision, since: begins, ...facts }: ProgrammeInput,
  once: Idempotency,
): Promise<OrSigning<ProgrammeWritten>> {
  const { requests, random, caughtUp } = parts;
  const since = readMoment(begins, 'start', 'since');
  const plan = async (): Promise<Plan> => {
    await caughtUp();
    const argument = {
      v: 1,
      intent: random16(random),
      ...(expectedRevision !== undefined && { expectedRevision }),
      ...facts,
      id,
      since,
      nullifierKey: keyDigestOf(parts, await officeFor(parts, caller, id)),
    };
    return {
      job: {
        v: 1,
        id: random16(random),
        signatory: caller.identity,
        steps: [{ function: 'subsidy:putProgramme', argument: canonicalize(argument) }],
        answer: {},
        ids: 'transactionId',
      },
      changes: [],
      first: Promise.resolve(),
    };
  };
  return requests.write(caller.id, once, plan, async ({ transactionId }: { transactionId: string }) => {
    await caughtUp();
    const editions = await editionsOf(parts, id);
    const written = editions.find((edition) => edition.since === since) as Programme;
    return { ...viewOf(written, editions, parts.now()), transactionId };
  });
}
