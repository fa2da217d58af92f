import {
  keyPrefixes,
  keys,
  readRules,
  type RuleName,
  type RulesInForce,
  type RuleSet,
  type WorkingCalendar,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { recordAt, recordsUnder } from '../records.js';

/** Every rule set of a name as registered, oldest first. */
export async function ruleSetsOf<Name extends RuleName>(
  model: ReadModel,
  name: Name,
): Promise<readonly RulesInForce<Name>[]> {
  const sets = await recordsUnder<RuleSet>(model, keyPrefixes.ruleSet, name);
  return sets.map((set) => readRules(name, set));
}

/** The calendars of a year and the next, as far as they are registered. */
export const calendarsFrom = (model: ReadModel, year: number): readonly WorkingCalendar[] =>
  [year, year + 1].flatMap(
    (each) => (recordAt(model, keys.calendar(each)) as WorkingCalendar | undefined) ?? [],
  );
