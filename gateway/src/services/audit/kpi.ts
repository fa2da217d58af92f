import {
  coverageOf,
  formatInstant,
  HanlianError,
  keyPrefixes,
  rangeOf,
  sharingFigures,
  standingOf,
  type AnchorRecord,
  type Demand,
  type FindingRecord,
  type Grant,
  type Instant,
  type KpiAnswer,
  type KpiQuery,
  type Lists,
  type Negative,
  type Resource,
  type Responsibility,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import type { LicenseParts } from '../licenses/parts.js';
import { readMoment } from '../moments.js';
import { parseRow } from '../registry-view.js';

/**
 * How sharing went in a period: from the records as they stood at its end, whenever it is asked for.
 *
 * @throws {HanlianError} DATE_IMPOSSIBLE, FIELD_INVALID when it ends before it begins
 */
export async function kpiOf(parts: LicenseParts, query: KpiQuery): Promise<KpiAnswer> {
  const from = readMoment(query.from, 'start', 'from');
  const to = readMoment(query.to, 'end', 'to');
  if (to <= from) {
    throw new HanlianError('FIELD_INVALID', 'A period ends after it begins', { field: 'to' });
  }
  await parts.caughtUp();
  const { model } = parts;
  const then = <T>(kind: string): Promise<readonly T[]> => recordsAt<T>(model, kind, to);
  const figures = sharingFigures(
    {
      grants: await then<Grant>(keyPrefixes.grant),
      anchors: await then<AnchorRecord>(keyPrefixes.anchor),
      findings: await then<FindingRecord>(keyPrefixes.finding),
    },
    { from, to },
  );
  const lists: Lists = {
    resources: await then<Resource>(keyPrefixes.resource),
    responsibilities: await then<Responsibility>(keyPrefixes.responsibility),
    demands: await then<Demand>(keyPrefixes.demand),
    negatives: await then<Negative>(keyPrefixes.negative),
  };
  const { total, departments } = coverageOf(
    standingOf(lists, to),
    (code) => parts.registry.inChargeOf(code, to),
    to,
  );
  return {
    from: formatInstant(from),
    to: formatInstant(to),
    ...figures,
    days: [...figures.days],
    requests: { ...figures.requests, grounds: { ...figures.requests.grounds } },
    coverage: { total, departments: [...departments] },
  };
}

/** Each record of a kind in its last revision before an instant. */
async function recordsAt<T>(model: ReadModel, kind: string, to: Instant): Promise<readonly T[]> {
  const { start, end } = rangeOf(kind);
  const found: T[] = [];
  for await (const { key } of model.rows(start, end)) {
    let last: (T & { readonly txTime: Instant }) | undefined;
    for await (const row of model.history(key)) {
      const record = parseRow(row) as T & { readonly txTime: Instant };
      if (record.txTime < to) last = record;
    }
    if (last !== undefined) found.push(last);
  }
  return found;
}
