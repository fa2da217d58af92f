import type {
  CreditEntry,
  EntriesPublished,
  EntryIdentity,
  EntryInput,
  EntrySet,
  PublishRequest,
} from '../../domain/index.js';
import {
  base64urlEncode,
  emptyChain,
  entryIdOf,
  entryLink,
  HanlianError,
  keys,
  merkleRoot,
  requireEntry,
  requireImpersonal,
  schemas,
} from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { alreadyApplied } from '../change.js';
import type { TransactionContext } from '../context.js';
import { write } from '../operation.js';
import { nextRecord } from '../registry/record.js';
import { requireSourceDepartment } from './authority.js';
import { requireMeasure } from './measure.js';
import { extended, requireNotEnded } from './records.js';

/** One entry of a request with what it is known by. */
interface Placed {
  readonly input: EntryInput;
  readonly identity: EntryIdentity;
  readonly entry: string;
  readonly field: string;
}

function place(source: string, input: EntryInput, i: number): Placed {
  const { subject, category, document } = input;
  const identity = { subject, source, category, document };
  return { input, identity, entry: entryIdOf(nodeHashes.sha256, identity), field: `entries[${i}]` };
}

function requireDistinct(placed: readonly Placed[]): void {
  const seen = new Set<string>();
  for (const { entry, field } of placed) {
    if (seen.has(entry)) throw new HanlianError('ENTRY_DUPLICATE', 'An entry stands twice', { field });
    seen.add(entry);
  }
}

/** Each entry's key is read, so that two writes of it conflict. */
async function requireNew(
  { state }: TransactionContext,
  intent: string,
  { input, entry, field }: Placed,
): Promise<void> {
  const standing = await state.get<CreditEntry>(keys.entry(input.subject, entry));
  if (standing === undefined) return;
  const { published } = standing;
  if (published.intent === intent) throw alreadyApplied(published.tx);
  throw new HanlianError('ENTRY_EXISTS', 'The entry was published before', { field, received: entry });
}

/** The set an entry joins. An enterprise becomes known by its registration. */
function setFor(set: EntrySet | undefined, { input, field }: Placed): EntrySet | undefined {
  if (set === undefined && input.category !== 'registration') {
    throw new HanlianError('SUBJECT_UNKNOWN', 'The enterprise has no registration here', {
      field: `${field}.subject`,
    });
  }
  if (set !== undefined) requireNotEnded(set, input.facts, `${field}.subject`);
  return set;
}

/** The sets of a request's subjects, as far as they have been read and extended. */
class Sets {
  readonly #ctx: TransactionContext;
  readonly #intent: string;
  readonly #before = new Map<string, EntrySet | undefined>();
  readonly #after = new Map<string, EntrySet>();

  constructor(ctx: TransactionContext, intent: string) {
    this.#ctx = ctx;
    this.#intent = intent;
  }

  /** Adds an entry to its subject's set and gives the index of its link. */
  async add(placed: Placed): Promise<number> {
    const { subject, source } = placed.identity;
    const before = await this.#read(subject);
    const set = setFor(this.#after.get(subject) ?? before, placed) ?? this.#first(subject, source);
    const next = extended(this.#ctx, this.#intent, set, placed.identity, placed.input.facts);
    // However many entries join it, the set is written once.
    this.#after.set(subject, { ...next, revision: before === undefined ? 0 : before.revision + 1 });
    return set.count;
  }

  async put(): Promise<void> {
    for (const [subject, set] of this.#after) await this.#ctx.state.put(keys.entrySet(subject), set);
  }

  async #read(subject: string): Promise<EntrySet | undefined> {
    if (!this.#before.has(subject)) {
      this.#before.set(subject, await this.#ctx.state.get<EntrySet>(keys.entrySet(subject)));
    }
    return this.#before.get(subject);
  }

  #first(subject: string, registrar: string): EntrySet {
    return nextRecord(this.#ctx, this.#intent, undefined, { ...emptyChain(nodeHashes, subject), registrar });
  }
}

async function publishAll(
  ctx: TransactionContext,
  { intent, person }: PublishRequest,
  placed: readonly Placed[],
): Promise<void> {
  const sets = new Sets(ctx, intent);
  const published = { at: ctx.txTime, intent, tx: ctx.tx, person };
  for (const one of placed) {
    const { input, identity, entry } = one;
    await requireNew(ctx, intent, one);
    await requireMeasure(ctx.state, input.facts, `${one.field}.facts`);
    const { source, category, document, subject } = identity;
    const link = await sets.add(one);
    const record: CreditEntry = {
      v: 1,
      category,
      source,
      document,
      facts: input.facts,
      state: 'standing',
      link,
      published,
    };
    await ctx.state.put(keys.entry(subject, entry), record);
  }
  await sets.put();
}

/** The root over the links in the request's order: what the log says of a publication. */
const rootOf = (placed: readonly Placed[]): string =>
  base64urlEncode(
    merkleRoot(
      nodeHashes.sha256,
      placed.map(({ identity, input }) => entryLink(nodeHashes.sha256, identity, input.facts)),
    ),
  );

/** Publishes entries of one source about one or more enterprises: all of them, or none. */
export const publish = write('credit:publish', schemas.publish, async (ctx, request) => {
  requireImpersonal(request.person, 'person');
  request.entries.forEach((input, i) => {
    requireEntry(input, ctx.txTime, `entries[${i}]`);
  });
  const source = await requireSourceDepartment(ctx);
  const placed = request.entries.map((input, i) => place(source, input, i));
  requireDistinct(placed);
  await publishAll(ctx, request, placed);
  const entries = placed.map(({ input, entry }) => ({ subject: input.subject, entry }));
  const { intent } = request;
  return {
    answer: { v: 1, count: placed.length, entries, tx: ctx.tx, intent } satisfies EntriesPublished,
    event: { count: placed.length, root: rootOf(placed), source },
  };
});
