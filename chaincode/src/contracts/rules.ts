import type { RuleName, RulesInForce, RuleSet, WorkingCalendar } from '../domain/index.js';
import { dateOfInstant, keyPrefixes, keys, readRules } from '../domain/index.js';
import type { State } from '../state/state.js';

/** Every rule set of a name, oldest first. */
export async function ruleSetsOf<Name extends RuleName>(
  state: State,
  name: Name,
): Promise<readonly RulesInForce<Name>[]> {
  const found = await state.list<RuleSet>(keyPrefixes.ruleSet, name);
  return found.map(({ record }) => readRules(name, record));
}

/** The calendars of the year an instant lies in and of the next, as far as they are registered. */
export async function calendarsFrom(state: State, at: number): Promise<readonly WorkingCalendar[]> {
  const year = Number(dateOfInstant(at).slice(0, 4));
  const found = await Promise.all(
    [year, year + 1].map((each) => state.get<WorkingCalendar>(keys.calendar(each))),
  );
  return found.filter((calendar) => calendar !== undefined);
}
