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

/** What stands around releases, as this hub knows the ledger. Negative lists are each read once while the ledger stands still. */
export class KnownSurroundings {
  readonly #parts: SurroundingParts;
  readonly #lists = new Map<string, KnownList>();

  constructor(parts: SurroundingParts) {
    this.#parts = parts;
  }

  /** Those of a release under a grant: what should be there and is not bars it. */
  async of({ provider, resource: code, basis }: Grant, at: Instant): Promise<Surroundings> {
    const { model, registry } = this.#parts;
    // Its own list, and that of whoever has taken its place.
    const lists = registry.lineOf(provider, at).map((department) => this.#list(department));
    return {
      negatives: (await Promise.all(lists)).flat(),
      resource: (recordAt(model, keys.resource(code)) as Resource | undefined) ?? null,
      ...('consent' in basis && {
        consent: (recordAt(model, keys.consent(basis.consent)) as ConsentRecord | undefined) ?? null,
      }),
    };
  }

  async #list(department: string): Promise<readonly Negative[]> {
    const { model } = this.#parts;
    const { block, index } = model.position;
    const known = this.#lists.get(department);
    if (known?.block === block && known.index === index) return known.entries;
    const entries = await recordsUnder<Negative>(model, keyPrefixes.negative, department);
    // Read while the ledger went on, it may be older or newer than where that was.
    if (model.position.block === block && model.position.index === index) {
      this.#lists.set(department, { block, index, entries });
    }
    return entries;
  }
}
