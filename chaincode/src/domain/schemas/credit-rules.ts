import { z } from 'zod';
import { instant } from './common.js';
import { category, sector, severity } from './credit-words.js';

/** The rule a decision rests on: the rule set, since when it is in force, and which of its clauses. */
export const ruleReference = z.strictObject({
  name: z.string().max(40),
  since: instant,
  clause: z.string().max(80),
});

/** A clause of the law as people cite it. */
const clause = z.string().min(1).max(80);
const months = z.int().min(0).max(240);
const workingDays = z.int().min(1).max(250);

/** Which entries a term is about: those that meet every condition given; none given: all. */
const when = z.strictObject({
  categories: z.array(category).min(1).max(20).optional(),
  severities: z.array(severity).min(1).max(3).optional(),
  sectors: z.array(sector).min(1).max(5).optional(),
});

/**
 * How long an entry that speaks against its subject is published, counted from the decision's date. `shown`: always, only
 * where the source states an end of its own, or never. Without `maxMonths` the law sets no end. Repair may be applied for
 * after the shortest period, as soon as the duty is fulfilled, or never.
 */
export const publicationTerm = z.strictObject({
  clause,
  when,
  shown: z.enum(['always', 'onRequest', 'never']),
  minMonths: months,
  maxMonths: months.min(1).optional(),
  repair: z.enum(['afterMin', 'onFulfilment', 'never']),
});

/**
 * Rule set `credit-publication`: the first term that fits an entry governs it; the last fits all. `older` says what holds,
 * while this set is in force, for entries decided before it: the set of their day, this one, or whichever of the two is
 * the milder.
 */
export const publicationRules = z.strictObject({
  older: z.enum(['decision', 'current', 'milder']),
  terms: z.array(publicationTerm).min(1).max(40),
});

/** Rule set `credit-repair`: in how many working days, and on which grounds a reviewer may refuse. */
export const repairRules = z.strictObject({
  acceptWorkingDays: workingDays,
  decideWorkingDays: workingDays,
  grounds: z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), clause),
});

/** Rule set `credit-duty`: how soon a source reports a decision, and a recipient stops using what was repaired. */
export const dutyRules = z.strictObject({
  reportWorkingDays: workingDays,
  stopUseWorkingDays: workingDays,
  reportClause: clause,
  stopUseClause: clause,
});

/** 优, 良, 中, 差. */
export const gradeName = z.enum(['A', 'B', 'C', 'D']);

const percent = z.int().min(0).max(100);

/**
 * Rule set `credit-model`: what entries weigh. The first weight that fits an entry gives its points, of which `ages` leaves
 * a percentage by how many months the decision lies back (past the last: none), and a dispute `disputedPercent`. The sum
 * over one weight goes no further than `most`. `ceilings` name the best grade that such an entry allows.
 */
export const modelRules = z.strictObject({
  version: z.string().min(1).max(20),
  clause,
  base: z.int().min(0).max(1000),
  weights: z
    .array(z.strictObject({ when, points: z.int().min(-1000).max(1000), most: z.int().min(1).max(1000) }))
    .min(1)
    .max(60),
  ages: z
    .array(z.strictObject({ months: months.min(1), percent }))
    .min(1)
    .max(12),
  disputedPercent: percent,
  ceilings: z.array(z.strictObject({ when, grade: gradeName })).max(12),
  /** From how many points on, best first; the last begins at 0. */
  grades: z
    .array(z.strictObject({ grade: gradeName, from: z.int().min(0).max(1000) }))
    .min(1)
    .max(4),
});

export type RuleReference = z.infer<typeof ruleReference>;
export type RuleCondition = z.infer<typeof when>;
export type PublicationTerm = z.infer<typeof publicationTerm>;
export type PublicationRules = z.infer<typeof publicationRules>;
export type RepairRules = z.infer<typeof repairRules>;
export type DutyRules = z.infer<typeof dutyRules>;
export type ModelRules = z.infer<typeof modelRules>;
export type GradeName = z.infer<typeof gradeName>;
