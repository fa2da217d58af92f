import { HanlianError } from './errors/index.js';
import { keys } from './keys.js';
import { successorAt } from './authority.js';
import { inForce } from './periods.js';
import type { LicenseRecord, LicenseReference, Transition } from './schemas/license.js';
import type { LoanProduct } from './schemas/loan-products.js';
import type { Agreement, Department, HolderKey, OfficerKey } from './schemas/registry.js';

/** A certificate's record with all its transitions, oldest first. */
export interface ProvenLicense {
  readonly record: LicenseRecord;
  readonly transitions: readonly Transition[];
}

/** What public records say, the registry's first, each proven at a checkpoint. Whatever is not proven is MAP_PROOF_MISSING. */
export class ProvenRegistry {
  readonly #find: (key: string) => unknown;

  /** @param find the record proven under a key; undefined: none is */
  constructor(find: (key: string) => unknown) {
    this.#find = find;
  }

  holderKey(id: string): HolderKey {
    return this.#record(keys.holderKey(id)) as HolderKey;
  }

  department(code: string): Department {
    return this.#record(keys.department(code)) as Department;
  }

  agreement(text: string): Agreement {
    return this.#record(keys.agreement(text)) as Agreement;
  }

  officerKey(department: string, officer: string): OfficerKey {
    return this.#record(keys.officerKey(department, officer)) as OfficerKey;
  }

  product(bank: string, id: string): LoanProduct {
    return this.#record(keys.product(bank, id)) as LoanProduct;
  }

  license(reference: LicenseReference): ProvenLicense {
    const record = this.#record(keys.license(reference)) as LicenseRecord;
    const { h: recent = [], z: older = 0 } = record;
    const moved = Array.from(
      { length: older },
      (_, i) => this.#record(keys.overflow(reference, i)) as Transition,
    );
    return { record, transitions: [...moved, ...recent] };
  }

  /**
   * The department that acts in an owner's place at that time.
   *
   * @throws {HanlianError} DEPARTMENT_NOT_IN_FORCE, MAP_PROOF_*
   */
  inCharge(owner: string, at: number): Department {
    for (let department = this.department(owner); ;) {
      const successor = successorAt(department, at);
      if (successor === undefined) {
        if (inForce(department, at)) return department;
        throw new HanlianError('DEPARTMENT_NOT_IN_FORCE', `${department.code} is not in force at ${at}`, {
          received: department.code,
        });
      }
      department = this.department(successor);
    }
  }

  #record(key: string): unknown {
    const found = this.#find(key);
    if (found !== undefined) return found;
    throw new HanlianError('MAP_PROOF_MISSING', `No proof shows ${key}`, { field: 'evidence' });
  }
}
