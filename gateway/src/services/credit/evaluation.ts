import {
  formatInstant,
  gradeOn,
  type Bilingual,
  type EvaluateInput,
  type EvaluationAnswer,
  type GradeName,
  type PlacedEntry,
} from '@hanlian/chaincode/domain';
import { readMoment } from '../moments.js';
import type { CreditParts } from './parts.js';
import { entriesIn, setsOf } from './read.js';
import { ruleSetsOf } from './rules.js';

const GRADES: Readonly<Record<GradeName, Bilingual>> = {
  A: { zh: '优', en: 'Excellent' },
  B: { zh: '良', en: 'Good' },
  C: { zh: '中', en: 'Fair' },
  D: { zh: '差', en: 'Poor' },
};

/** The grade of an enterprise at a moment, computed as the ledger does. Asked again, a past day gives its grade. */
export async function gradeAt(
  parts: CreditParts,
  subject: string,
  { at }: EvaluateInput,
): Promise<EvaluationAnswer> {
  await parts.caughtUp();
  const moment = at === undefined ? parts.now() : readMoment(at, 'end', 'at');
  const placed: PlacedEntry[] = [];
  for (const [code] of setsOf(parts, subject, moment)) {
    for await (const entry of entriesIn(parts, code)) placed.push(entry);
  }
  const rules = {
    publication: await ruleSetsOf(parts.model, 'credit-publication'),
    model: await ruleSetsOf(parts.model, 'credit-model'),
  };
  const { grade, score, model, version, inputs, counted } = gradeOn(parts.hashes, placed, rules, moment);
  return {
    subject,
    at: formatInstant(moment),
    grade,
    title: GRADES[grade],
    score,
    model: { ...model, since: formatInstant(model.since) },
    version,
    inputs,
    counted: counted.map(({ subject: code, entry, points }) => ({ subject: code, entry, points })),
  };
}
