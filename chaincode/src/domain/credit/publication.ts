import { HanlianError } from '../errors/index.js';
import type { CreditEntry, EntryFacts } from '../schemas/credit.js';
import type { Publication, PublicationReason } from '../schemas/credit-answers.js';
import type { PublicationTerm, RuleReference } from '../schemas/credit-rules.js';
import type { Category } from '../schemas/credit-words.js';
import type { Instant } from '../time/index.js';
import { addMonths, endOfDate, startOfDate } from '../time/index.js';
import { entryAt } from './history.js';
import type { RulesInForce } from '../rule-sets.js';
import { rulesAt } from '../rule-sets.js';
import { meets } from './rules.js';

const NAME = 'credit-publication';

export type PublicationSets = readonly RulesInForce<typeof NAME>[];

/** What one rule set makes of an entry. Instants; `until` and what follows from it are exclusive ends. */
interface Term {
  readonly shown: boolean;
  readonly until: Instant;
  readonly repairableFrom: Instant;
  readonly rule: RuleReference;
}

const ownEnd = ({ until }: EntryFacts): Instant => (until === undefined ? Infinity : endOfDate(until));

/** The last day of a period still counts whole, and the first is the day after the decision (民法典 art. 201 to 203). */
const after = (decidedAt: string, months: number): Instant => endOfDate(addMonths(decidedAt, months));

function repairableFrom({ repair, minMonths }: PublicationTerm, decidedAt: string): Instant {
  if (repair === 'never') return Infinity;
  return repair === 'onFulfilment' ? startOfDate(decidedAt) : after(decidedAt, minMonths);
}

function termOf(set: RulesInForce<typeof NAME>, category: Category, facts: EntryFacts): Term {
  // The last term fits every entry: the registry takes no set without one.
  const term = set.body.terms.find(({ when }) => meets(when, { category, facts })) as PublicationTerm;
  const legalEnd = term.maxMonths === undefined ? Infinity : after(facts.decidedAt, term.maxMonths);
  return {
    shown: term.shown === 'always' || (term.shown === 'onRequest' && facts.until !== undefined),
    until: Math.min(legalEnd, ownEnd(facts)),
    repairableFrom: repairableFrom(term, facts.decidedAt),
    rule: { name: set.name, since: set.since, clause: term.clause },
  };
}

/** Of two terms what is better for the subject, each part for itself; the rule is that of the one that ends sooner. */
const milderOf = (former: Term, present: Term): Term => ({
  shown: former.shown && present.shown,
  until: Math.min(former.until, present.until),
  repairableFrom: Math.min(former.repairableFrom, present.repairableFrom),
  rule: governs(present, former) ? present.rule : former.rule,
});

const governs = (present: Term, former: Term): boolean =>
  (!present.shown && former.shown) || present.until < former.until;

/**
 * The terms an entry is published on at an instant. While a set is in force it says itself what holds for entries decided
 * before it.
 */
function termsAt(sets: PublicationSets, category: Category, facts: EntryFacts, at: Instant): Term {
  const current = rulesAt(NAME, sets, at);
  const former = rulesAt(NAME, sets, startOfDate(facts.decidedAt));
  const { older } = current.body;
  const present = termOf(current, category, facts);
  if (former.since >= current.since || older === 'current') return present;
  const past = termOf(former, category, facts);
  return older === 'decision' ? past : milderOf(past, present);
}

const bounded = ({
  until,
  repairableFrom,
  rule,
}: Term): Pick<Publication, 'until' | 'repairableFrom' | 'rule'> => ({
  ...(until !== Infinity && { until }),
  ...(repairableFrom !== Infinity && { repairableFrom }),
  rule,
});

function reasonOf(
  situation: ReturnType<typeof entryAt>,
  term: Pick<Term, 'shown' | 'until'>,
  at: Instant,
): PublicationReason {
  if (situation === undefined) return 'notYet';
  const { state } = situation;
  if (state === 'annulled' || state === 'repaired') return state;
  if (!term.shown) return 'withheld';
  if (at >= term.until) return 'ended';
  return state === 'disputed' ? 'disputed' : 'published';
}

/**
 * Whether an entry is published at an instant, decided from its record's times and the rule sets alone. Before its
 * publication the answer is what will follow from it. An objection does not end publication: the entry is marked
 * (异议标注).
 *
 * @param sets the rule sets `credit-publication`, oldest first
 * @throws {HanlianError} RULES_MISSING
 */
export function publicationOf(entry: CreditEntry, sets: PublicationSets, at: Instant): Publication {
  const situation = entryAt(entry, at);
  const facts = situation?.facts ?? entry.facts;
  const adverse = facts.severity !== undefined;
  const term = adverse ? termsAt(sets, entry.category, facts, at) : undefined;
  const until = ownEnd(facts);
  const reason = reasonOf(situation, term ?? { shown: true, until }, at);
  return {
    shown: reason === 'published' || reason === 'disputed',
    reason,
    from: entry.published.at,
    ...(term === undefined ? until !== Infinity && { until } : bounded(term)),
  };
}

const REFUSALS = {
  notYet: 'ENTRY_NOT_PUBLISHED',
  annulled: 'ENTRY_ANNULLED',
  repaired: 'ENTRY_REPAIRED',
  withheld: 'ENTRY_NOT_PUBLISHED',
  ended: 'ENTRY_NOT_PUBLISHED',
} as const;

/**
 * An entry that is released must be published then.
 *
 * @throws {HanlianError} ENTRY_REPAIRED, ENTRY_ANNULLED, ENTRY_NOT_PUBLISHED
 */
export function requireShown({ reason, until, rule }: Publication): void {
  if (reason === 'published' || reason === 'disputed') return;
  throw new HanlianError(REFUSALS[reason], `The entry is not published: ${reason}`, {
    received: reason,
    until,
    rule: rule && { ...rule },
  });
}
