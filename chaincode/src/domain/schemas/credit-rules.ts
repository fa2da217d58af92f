import { z } from 'zod';
import { instant } from './common.js';

/** The rule a decision rests on: the rule set, since when it is in force, and which of its clauses. */
export const ruleReference = z.strictObject({
  name: z.string().max(40),
  since: instant,
  clause: z.string().max(80),
});

/** 优, 良, 中, 差. */
export const gradeName = z.enum(['A', 'B', 'C', 'D']);

export type RuleReference = z.infer<typeof ruleReference>;
export type GradeName = z.infer<typeof gradeName>;
