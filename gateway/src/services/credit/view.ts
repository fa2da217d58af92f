import {
  CATEGORIES,
  dateOfInstant,
  entryRevision,
  formatCertificateIdentifier,
  formatInstant,
  HanlianError,
  isLegacySubject,
  publicationOf,
  repairDue,
  reportDue,
  rulesAt,
  type CreditEntry,
  type CreditEntryAnswer,
  type EntryReference,
  type Instant,
  type LegalDate,
  type PublicationSets,
  type RuleReference,
  type RulesInForce,
  type WorkingCalendar,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { omit } from '../../omit.js';
import { calendarsFrom, ruleSetsOf } from './rules.js';

/** The rules by which entries are shown, as registered. */
export interface Clocks {
  readonly publication: PublicationSets;
  readonly repair: readonly RulesInForce<'credit-repair'>[];
  readonly duty: readonly RulesInForce<'credit-duty'>[];
  readonly calendars: (from: LegalDate) => readonly WorkingCalendar[];
}

export async function clocksOf(model: ReadModel): Promise<Clocks> {
  const known = new Map<number, readonly WorkingCalendar[]>();
  return {
    publication: await ruleSetsOf(model, 'credit-publication'),
    repair: await ruleSetsOf(model, 'credit-repair'),
    duty: await ruleSetsOf(model, 'credit-duty'),
    calendars: (from) => {
      const year = Number(from.slice(0, 4));
      const calendars = known.get(year) ?? calendarsFrom(model, year);
      known.set(year, calendars);
      return calendars;
    },
  };
}

/** A term of working days, where the calendars it touches are registered: holidays are never guessed. */
function ifKnown<T>(term: () => T): T | undefined {
  try {
    return term();
  } catch (error) {
    if (error instanceof HanlianError && error.code === 'CALENDAR_MISSING') return undefined;
    throw error;
  }
}

/**
 * When a decision had to be reported at the latest, and whether it came later. Undefined where that cannot be told: no
 * rule, or no calendar of its year.
 */
export function reportOf(
  { duty, calendars }: Clocks,
  decidedAt: LegalDate,
  publishedAt: Instant,
): CreditEntryAnswer['report'] {
  if (duty.length === 0) return undefined;
  const rules = rulesAt('credit-duty', duty, publishedAt);
  const due = ifKnown(() => reportDue(decidedAt, rules, calendars(decidedAt)));
  return due === undefined ? undefined : { due, late: dateOfInstant(publishedAt) > due };
}

/** The last day for the next step of a repair that is under way. */
export function repairDueOf(
  { repair, calendars }: Clocks,
  { history }: CreditEntry,
  at: Instant,
): LegalDate | undefined {
  const last = history?.at(-1);
  if (last === undefined || repair.length === 0) return undefined;
  const rules = rulesAt('credit-repair', repair, at);
  return ifKnown(() => repairDue(history, rules, calendars(dateOfInstant(last.at))));
}

const ruleView = (rule: RuleReference): Omit<RuleReference, 'since'> & { since: string } => ({
  ...rule,
  since: formatInstant(rule.since),
});

function publicationView(
  entry: CreditEntry,
  { publication }: Clocks,
  at: Instant,
): CreditEntryAnswer['publication'] {
  const { shown, reason, until, repairableFrom, rule } = publicationOf(entry, publication, at);
  return {
    shown,
    reason,
    ...(until !== undefined && { until: formatInstant(until) }),
    ...(repairableFrom !== undefined && { repairableFrom: formatInstant(repairableFrom) }),
    ...(rule !== undefined && { rule: ruleView(rule) }),
  };
}

const historyView = ({ history = [] }: CreditEntry): CreditEntryAnswer['history'] =>
  history.map(({ operation, state, at, actor, person, basis, decision, rule, tx }) => ({
    operation,
    state,
    at: formatInstant(at),
    department: actor,
    person,
    law: basis.law,
    ...(decision !== undefined && { decision }),
    ...(rule !== undefined && { rule: ruleView(rule) }),
    transactionId: transactionIdOf(tx),
  }));

/** An entry as it is told, at an instant; without its body. */
export function entryView(
  reference: EntryReference,
  entry: CreditEntry,
  clocks: Clocks,
  at: Instant,
): CreditEntryAnswer {
  const { category, source, document, state, facts, published } = entry;
  const { measure, ...terms } = omit(facts, 'root', 'sm3Root', 'until');
  const report = reportOf(clocks, facts.decidedAt, published.at);
  const due = repairDueOf(clocks, entry, at);
  return {
    ...reference,
    legacy: isLegacySubject(reference.subject),
    category,
    title: CATEGORIES[category].title,
    source,
    document,
    state,
    revision: entryRevision(entry),
    ...terms,
    ...(measure !== undefined && {
      measure: { operation: measure.operation, license: formatCertificateIdentifier(measure.license) },
    }),
    publishedAt: formatInstant(published.at),
    ...(report !== undefined && { report }),
    publication: publicationView(entry, clocks, at),
    ...(due !== undefined && { repairDue: due }),
    history: historyView(entry),
  };
}
