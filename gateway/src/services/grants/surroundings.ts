import {
  keyPrefixes,
  keys,
  rangeOf,
  type ConsentRecord,
  type Grant,
  type Instant,
  type Negative,
  type Resource,
  type Surroundings,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { parseRow, type RegistryView } from '../registry-view.js';

interface SurroundingParts {
  readonly model: Pick<ReadModel, 'get' | 'range'>;
  readonly registry: Pick<RegistryView, 'lineOf'>;
}

/** What stands around a release under a grant, as this hub knows the ledger. */
export async function surroundingsOf(
  parts: SurroundingParts,
  { provider, resource: code, basis }: Grant,
  at: Instant,
): Promise<Surroundings> {
  const { model } = parts;
  return {
    negatives: await negativesOf(parts, provider, at),
    resource: recordOf(model, keys.resource(code)) as Resource | undefined,
    consent: consentOf(model, basis),
  };
}

/** What the provider's negative list says, with that of whoever has taken its place. */
async function negativesOf(
  { model, registry }: SurroundingParts,
  provider: string,
  at: Instant,
): Promise<readonly Negative[]> {
  const lists = registry.lineOf(provider, at).map(async (department) => {
    const { start, end } = rangeOf(keyPrefixes.negative, department);
    return (await model.range(start, end, Infinity)).map(({ row }) => parseRow(row) as Negative);
  });
  return (await Promise.all(lists)).flat();
}

function consentOf(model: Pick<ReadModel, 'get'>, basis: Grant['basis']): ConsentRecord | undefined {
  if (!('consent' in basis)) return undefined;
  return recordOf(model, keys.consent(basis.consent)) as ConsentRecord | undefined;
}

function recordOf(model: Pick<ReadModel, 'get'>, key: string): unknown {
  const row = model.get(key);
  return row && parseRow(row);
}
