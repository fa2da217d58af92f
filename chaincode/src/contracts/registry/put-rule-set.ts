import type { RuleSet } from '../../domain/index.js';
import {
  HanlianError,
  keyPrefixes,
  keys,
  requireNoOverlap,
  requireRuleBody,
  schemas,
} from '../../domain/index.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, readForChange, written } from './record.js';

/** A legal rule as data. Once in force it is not rewritten: what was decided by it must stay explicable. */
export const putRuleSet = write('registry:putRuleSet', schemas.putRuleSet, async (ctx, request) => {
  const key = keys.ruleSet(request.name, request.since);
  const last = await readForChange<RuleSet>(ctx, key, request);
  if (last !== undefined && last.since <= ctx.txTime) {
    throw new HanlianError('RECORD_FINAL', `${request.name} has been in force since ${last.since}`, {
      field: 'since',
      received: request.since,
    });
  }
  requireRuleBody(request.name, request.body);
  const others = await ctx.state.list<RuleSet>(keyPrefixes.ruleSet, request.name);
  requireNoOverlap(
    request.since,
    others.map(({ record }) => record),
    ctx.txTime,
  );
  const record = nextRecord(ctx, request.intent, last, factsOf(request));
  await ctx.state.put(key, record);
  return written(key, record);
});
