import {
  formatSignature,
  parseSignatures,
  type NoteKey,
  type NoteSignature,
  type Signatories,
} from '@hanlian/chaincode/domain';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { Store } from '../../storage/store.js';
import type { ExternalWitnesses } from './policy-file.js';

const DIGITS = 16;
const keyOf = (size: number): string => `cosigned~${String(size).padStart(DIGITS, '0')}`;

/** Whether a signature names a key: what is kept was checked when it came. */
const isBy =
  ({ name, id }: NoteKey) =>
  (signature: NoteSignature): boolean =>
    signature.name === name && signature.keyId === id;

/** What witnesses beyond the ledger have signed, by the size of the checkpoint; in the hub's store. */
export class ExternalCosignatures {
  readonly #store: Pick<Store, 'getSync'>;
  readonly #writer: Pick<GroupWriter, 'write'>;
  readonly #witnesses: ExternalWitnesses;

  constructor(
    store: Pick<Store, 'getSync'>,
    writer: Pick<GroupWriter, 'write'>,
    witnesses: ExternalWitnesses = { witnesses: [] },
  ) {
    this.#store = store;
    this.#writer = writer;
    this.#witnesses = witnesses;
  }

  get witnesses(): ExternalWitnesses {
    return this.#witnesses;
  }

  of(size: number): readonly NoteSignature[] {
    const lines = this.#store.getSync(keyOf(size));
    return lines === undefined ? [] : parseSignatures(lines.toString());
  }

  /** The signature of one key on the checkpoint of a size. */
  by(key: NoteKey, size: number): NoteSignature | undefined {
    return this.of(size).find(isBy(key));
  }

  /** Whether as many have signed as the policy asks for. */
  suffice(size: number): boolean {
    const { policy } = this.#witnesses;
    if (policy === undefined) return true;
    const signatures = this.of(size);
    const hasSigned = ({ keys }: Signatories): boolean => keys.some((key) => signatures.some(isBy(key)));
    return policy.witnesses.filter(hasSigned).length >= policy.quorum;
  }

  /** On disk when this returns. */
  async add(size: number, given: readonly NoteSignature[]): Promise<void> {
    const lines = [...this.of(size), ...given].map(formatSignature).join('');
    await this.#writer.write([{ type: 'put', key: keyOf(size), value: Buffer.from(lines) }]);
  }
}
