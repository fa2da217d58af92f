import {
  keyPrefixes,
  keys,
  type ConsentRecord,
  type Grant,
  type Instant,
  type Negative,
  type Resource,
  type Surroundings,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { recordAt, recordsUnder } from '../records.js';
import type { RegistryView } from '../registry-view.js';

interface SurroundingParts {
  readonly model: Pick<ReadModel, 'get' | 'position' | 'range'>;
  readonly registry: Pick<RegistryView, 'lineOf'>;
}

interface KnownList {
  readonly block: number;
  readonly index: number;
  readonly entries: readonly Negative[];
}

/** Providers' negative lists, each read once for as long as the ledger stands still. */
export class NegativeLists {
  readonly #parts: SurroundingParts;
  readonly #known = new Map<string, KnownList>();

  constructor(parts: SurroundingParts) {
    this.#parts = parts;
  }

  /** What the provider's negative list says, with that of whoever has taken its place. */
  async of(provider: string, at: Instant): Promise<readonly Negative[]> {
    const lists = this.#parts.registry.lineOf(provider, at).map((department) => this.#list(department));
    return (await Promise.all(lists)).flat();
  }

  async #list(department: string): Promise<readonly Negative[]> {
    const { model } = this.#parts;
    const { block, index } = model.position;
    const known = this.#known.get(department);
    if (known?.block === block && known.index === index) return known.entries;
    const entries = await recordsUnder<Negative>(model, keyPrefixes.negative, department);
    // Read while the ledger went on, it may be older or newer than where that was.
    if (model.position.block === block && model.position.index === index) {
      this.#known.set(department, { block, index, entries });
    }
    return entries;
  }
}

/** What stands around a release under a grant, as this hub knows the ledger: what should be there and is not bars it. */
export async function surroundingsOf(
  parts: SurroundingParts,
  { provider, resource: code, basis }: Grant,
  at: Instant,
  lists: NegativeLists = new NegativeLists(parts),
): Promise<Surroundings> {
  const { model } = parts;
  return {
    negatives: await lists.of(provider, at),
    resource: (recordAt(model, keys.resource(code)) as Resource | undefined) ?? null,
    ...('consent' in basis && {
      consent: (recordAt(model, keys.consent(basis.consent)) as ConsentRecord | undefined) ?? null,
    }),
  };
}
