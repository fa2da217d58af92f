import {
  differencesOf,
  HanlianError,
  keys,
  requireActor,
  requireDemand,
  requireNegative,
  requireResource,
  requireResponsibility,
  schemas,
  violationsOf,
  type CatalogueList,
  type CatalogueRecord,
  type FactDifference,
  type JsonObject,
  type PutDemand,
  type PutNegative,
  type PutResource,
  type PutResponsibility,
  type Resource,
  type RowError,
  type UploadColumn,
} from '@hanlian/chaincode/domain';
import { ROOT, rowError } from '../../uploads/row-errors.js';
import type { Caller } from '../../types.js';
import { keyAt, ownerOf, placeOfEntry, type Named } from '../lists.js';
import type { CatalogueParts } from '../parts.js';
import { findEntry } from '../read.js';
import type { StatedEntry } from './entries.js';

/** What an entry of a file would do. */
export interface CheckedEntry {
  readonly key: string;
  /** As it is put on the ledger, with the revision it changes. */
  readonly put: JsonObject & Named;
  readonly change: 'added' | 'changed' | 'unchanged';
  readonly differences: readonly FactDifference[];
}

const SCHEMAS = {
  resources: schemas.putResource,
  responsibilities: schemas.putResponsibility,
  demands: schemas.putDemand,
  negatives: schemas.putNegative,
} as const;

const ITEM_FIELD = /^items\[(\d+)\]\.(\w+)$/;

/** Checks entries of a file as the contract will, against what stands now. */
export class Checking {
  readonly #parts: CatalogueParts;
  readonly #caller: Caller;
  readonly #list: CatalogueList;
  readonly #columns: readonly UploadColumn[];
  readonly #seen = new Set<string>();

  constructor(parts: CatalogueParts, caller: Caller, list: CatalogueList, columns: readonly UploadColumn[]) {
    this.#parts = parts;
    this.#caller = caller;
    this.#list = list;
    this.#columns = columns;
  }

  /** The keys the file names. */
  get seen(): ReadonlySet<string> {
    return this.#seen;
  }

  check(stated: StatedEntry): CheckedEntry | readonly RowError[] {
    if (stated.errors.length > 0) return stated.errors;
    const facts = this.#owned(stated.facts);
    const violations = violationsOf(SCHEMAS[this.#list], facts);
    if (violations.length > 0) return violations.map((error) => this.#placed(error, stated));
    try {
      return this.#checked(facts as JsonObject & Named);
    } catch (error) {
      if (error instanceof HanlianError) return [this.#placed(error, stated)];
      throw error;
    }
  }

  #owned(facts: JsonObject): JsonObject {
    const owner = this.#list === 'resources' ? 'provider' : 'department';
    return { [owner]: this.#caller.department, ...facts };
  }

  #checked(facts: JsonObject & Named): CheckedEntry {
    const key = keyAt(placeOfEntry(this.#list, facts));
    if (this.#seen.has(key)) {
      const [field] = this.#list === 'resources' ? ['code'] : ['id'];
      throw new HanlianError('CATALOGUE_ENTRY_DUPLICATE', 'An earlier row has the same entry', { field });
    }
    this.#seen.add(key);
    const before = findEntry(this.#parts, key);
    this.#requireOwn(ownerOf(facts as unknown as CatalogueRecord));
    if (before !== undefined) this.#requireOwn(ownerOf(before));
    this.#requireAdmissible(facts);
    const differences = differencesOf(before, facts);
    const stands = before !== undefined && before.retired === undefined;
    return {
      key,
      put: { ...facts, ...(before && { expectedRevision: before.revision }) },
      change: before === undefined ? 'added' : stands && differences.length === 0 ? 'unchanged' : 'changed',
      differences,
    };
  }

  #requireOwn(owner: string): void {
    const inCharge = this.#parts.registry.inChargeOf(owner, this.#parts.now());
    requireActor(this.#caller.department, owner, inCharge);
  }

  #requireAdmissible(facts: unknown): void {
    const now = this.#parts.now();
    if (this.#list === 'resources') requireResource(facts as PutResource, now, ROOT);
    else if (this.#list === 'responsibilities') requireResponsibility(facts as PutResponsibility, ROOT);
    else if (this.#list === 'demands') {
      const demand = facts as PutDemand;
      requireDemand(demand, this.#resource(demand.resource), ROOT);
    } else {
      const negative = facts as PutNegative;
      requireNegative(negative, this.#standing(negative.resource), now, ROOT);
    }
  }

  #resource(code: string): Resource | undefined {
    return findEntry(this.#parts, keys.resource(code)) as Resource | undefined;
  }

  #standing(code: string): Resource {
    const resource = this.#resource(code);
    if (resource !== undefined && resource.retired === undefined) return resource;
    throw new HanlianError('RESOURCE_UNKNOWN', `${code} is not in the catalogue`, { field: 'resource' });
  }

  /** An error with the line and the column of what it is about: of an information item those of its own row. */
  #placed(error: HanlianError, { line, itemLines }: StatedEntry): RowError {
    const field = error.details.field?.replace(`${ROOT}.`, '');
    const [, item, name] = ITEM_FIELD.exec(field ?? '') ?? [];
    if (item === undefined) return rowError(error, line, this.#columns);
    const own = new HanlianError(error.code, error.message, { ...error.details, field: `item.${name}` });
    return rowError(own, itemLines[Number(item)], this.#columns);
  }
}
