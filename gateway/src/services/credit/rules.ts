import {
  keyPrefixes,
  keys,
  rangeOf,
  readRules,
  type RuleName,
  type RulesInForce,
  type RuleSet,
  type WorkingCalendar,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { parseRow } from '../registry-view.js';

/** Every rule set of a name as registered, oldest first. */
export async function ruleSetsOf<Name extends RuleName>(
  model: ReadModel,
  name: Name,
): Promise<readonly RulesInForce<Name>[]> {
  const { start, end } = rangeOf(keyPrefixes.ruleSet, name);
  const rows = await model.range(start, end, Infinity);
  return rows.map(({ row }) => readRules(name, parseRow(row) as RuleSet));
}

/** The calendars of a year and the next, as far as they are registered. */
export const calendarsFrom = (model: ReadModel, year: number): readonly WorkingCalendar[] =>
  [year, year + 1].flatMap((each) => {
    const row = model.get(keys.calendar(each));
    return row === undefined ? [] : [parseRow(row) as WorkingCalendar];
  });
