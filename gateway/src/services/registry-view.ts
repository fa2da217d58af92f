import {
  HanlianError,
  keys,
  successorAt,
  type Accreditation,
  type CertificateType,
  type Department,
  type HolderKey,
  type Instant,
  type SealKey,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Row } from '../readmodel/row.js';

interface Parsed {
  readonly transactionId: string;
  readonly record: unknown;
}

/** Registry records as they stand in the read model. Each is parsed once for each time it was written. */
export class RegistryView {
  readonly #model: ReadModel;
  readonly #parsed = new Map<string, Parsed>();

  constructor(model: ReadModel) {
    this.#model = model;
  }

  findType(code: string): CertificateType | undefined {
    return this.#find(keys.type(code)) as CertificateType | undefined;
  }

  /** @throws {HanlianError} TYPE_UNKNOWN */
  type(code: string): CertificateType {
    const found = this.findType(code);
    if (found !== undefined) return found;
    throw new HanlianError('TYPE_UNKNOWN', `No certificate type ${code} is registered`, {
      field: 'type',
      received: code,
    });
  }

  /** The revision of a type that a document was made under. */
  typeRevision(code: string, revision: number): CertificateType | undefined {
    return this.#find(keys.typeRevision(code, revision)) as CertificateType | undefined;
  }

  department(code: string): Department | undefined {
    return this.#find(keys.department(code)) as Department | undefined;
  }

  /** A department, and whoever has taken its place by an instant, one after the other. */
  lineOf(department: string, at: Instant): readonly string[] {
    const successor = successorAt(this.department(department) ?? {}, at);
    // No circle: the registry refuses a succession that would make one.
    return [department, ...(successor === undefined ? [] : this.lineOf(successor, at))];
  }

  /** Who has a department's place at an instant: itself, or whoever has succeeded it by then. */
  inChargeOf(department: string, at: Instant): string {
    return this.lineOf(department, at).at(-1) ?? department;
  }

  accreditation(department: string, type: string): Accreditation | undefined {
    return this.#find(keys.accreditation(department, type)) as Accreditation | undefined;
  }

  sealKey(department: string, key: string): SealKey | undefined {
    return this.#find(keys.sealKey(department, key)) as SealKey | undefined;
  }

  holderKey(id: string): HolderKey | undefined {
    return this.#find(keys.holderKey(id)) as HolderKey | undefined;
  }

  #find(key: string): unknown {
    const row = this.#model.get(key);
    if (row === undefined) return undefined;
    const parsed = this.#parsed.get(key);
    if (parsed?.transactionId === row.transactionId) return parsed.record;
    const record = parseRow(row);
    this.#parsed.set(key, { transactionId: row.transactionId, record });
    return record;
  }
}

/** The record a row holds: what stands on the ledger passed the contract's schema. */
export const parseRow = (row: Row): unknown => JSON.parse(row.value.toString());
