import { base64urlEncode, canonicalize, utf8Encode } from '../encoding/index.js';
import type { Digest, Hashes } from '../hash.js';
import { keys } from '../keys.js';
import { leafHash, merkleRoot } from '../merkle/index.js';
import type { CreditEntry, Evaluation } from '../schemas/credit.js';
import type { GradeName, ModelRules, RuleReference } from '../schemas/credit-rules.js';
import type { Instant } from '../time/index.js';
import { addMonths, dateOfInstant } from '../time/index.js';
import type { EntryReference } from './body.js';
import type { EntrySituation } from './history.js';
import { entryAt } from './history.js';
import type { PublicationSets } from './publication.js';
import { publicationOf } from './publication.js';
import type { RulesInForce } from '../rule-sets.js';
import { rulesAt } from '../rule-sets.js';
import { meets } from './rules.js';

const NAME = 'credit-model';
const MOST_POINTS = 1000;

/** An entry with its place. */
export interface PlacedEntry extends EntryReference {
  readonly record: CreditEntry;
}

/** The rule sets an evaluation needs, each oldest first. */
export interface EvaluationRules {
  readonly publication: PublicationSets;
  readonly model: readonly RulesInForce<typeof NAME>[];
}

/** One entry that counts, as it was, and what it gives before limits. */
interface Counted extends PlacedEntry, EntrySituation {
  readonly weight: number;
  readonly points: number;
}

export interface Graded {
  readonly grade: GradeName;
  readonly score: number;
  readonly model: RuleReference;
  readonly version: string;
  readonly inputs: Evaluation['inputs'];
  readonly counted: readonly (EntryReference & { readonly points: number })[];
}

/** What is left of a decision's points by its age: the percentage of the first age it has not passed. */
function percentOf({ ages }: ModelRules, decidedAt: string, at: Instant): number {
  const today = dateOfInstant(at);
  return ages.find(({ months }) => today <= addMonths(decidedAt, months))?.percent ?? 0;
}

/** An entry counts while it is published and the model says something of it. Points are whole; fractions fall away. */
function countedAt(
  placed: PlacedEntry,
  body: ModelRules,
  publication: PublicationSets,
  at: Instant,
): readonly Counted[] {
  const { record } = placed;
  if (!publicationOf(record, publication, at).shown) return [];
  // What is shown has been published.
  const { facts, state } = entryAt(record, at) as EntrySituation;
  const subject = { category: record.category, facts };
  const weight = body.weights.findIndex(({ when }) => meets(when, subject));
  if (weight < 0 && !body.ceilings.some(({ when }) => meets(when, subject))) return [];
  const full = body.weights[weight]?.points ?? 0;
  const disputed = state === 'disputed' ? body.disputedPercent : 100;
  const points = Math.trunc((full * percentOf(body, facts.decidedAt, at) * disputed) / 10_000);
  return [{ ...placed, facts, state, weight, points }];
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The base and, for each weight, the sum of its entries' points as far as its limit goes. */
function scoreOf({ base, weights }: ModelRules, counted: readonly Counted[]): number {
  const parts = weights.map(({ most }, index) => {
    const sum = counted
      .filter(({ weight }) => weight === index)
      .reduce((total, { points }) => total + points, 0);
    return within(sum, -most, most);
  });
  return within(
    parts.reduce((total, part) => total + part, base),
    0,
    MOST_POINTS,
  );
}

/** The first grade the score reaches, but none above a ceiling: A is the best, and first in the alphabet. */
function gradeOf({ grades, ceilings }: ModelRules, score: number, counted: readonly Counted[]): GradeName {
  const reached = grades.find(({ from }) => score >= from) as { readonly grade: GradeName };
  const limits = ceilings.filter(({ when }) =>
    counted.some(({ record, facts }) => meets(when, { category: record.category, facts })),
  );
  return [reached, ...limits]
    .map(({ grade }) => grade)
    .reduce((worst, grade) => (grade > worst ? grade : worst));
}

/** The leaf of an entry in the tree over an evaluation's inputs: the entry as it was then. */
export const evaluationLeaf = (
  digest: Digest,
  { subject, entry, record }: PlacedEntry,
  { facts, state }: EntrySituation,
): Uint8Array => {
  const { category, source, document } = record;
  return leafHash(
    digest,
    utf8Encode(canonicalize([keys.entry(subject, entry), category, source, document, facts, state])),
  );
};

function inputsOf({ sha256, sm3 }: Hashes, counted: readonly Counted[]): Evaluation['inputs'] {
  const rootIn = (digest: Digest): string =>
    base64urlEncode(
      merkleRoot(
        digest,
        counted.map((one) => evaluationLeaf(digest, one, one)),
      ),
    );
  return { count: counted.length, root: rootIn(sha256), sm3Root: rootIn(sm3) };
}

const keyOf = ({ subject, entry }: EntryReference): string => keys.entry(subject, entry);

/**
 * The grade of an enterprise at an instant, from the entries published then and the model in force then, and the roots
 * over exactly those that counted, in order of key. The same instant gives the same grade whenever it is asked for.
 *
 * @throws {HanlianError} RULES_MISSING
 */
export function gradeOn(
  hashes: Hashes,
  entries: readonly PlacedEntry[],
  { publication, model: models }: EvaluationRules,
  at: Instant,
): Graded {
  const { since, body } = rulesAt(NAME, models, at);
  const counted = entries
    .flatMap((placed) => countedAt(placed, body, publication, at))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const score = scoreOf(body, counted);
  return {
    grade: gradeOf(body, score, counted),
    score,
    model: { name: NAME, since, clause: body.clause },
    version: body.version,
    inputs: inputsOf(hashes, counted),
    counted: counted.map(({ subject, entry, points }) => ({ subject, entry, points })),
  };
}
