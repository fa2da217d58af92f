import { digestOf, HanlianError, type EntryReference, type StopDuties } from '@hanlian/chaincode/domain';
import type { Prepared } from '../../documents/documents.js';
import { beginningWith, type Change } from '../../storage/store.js';
import { random16 } from '../../storage/random.js';
import type { CreditParts } from './parts.js';

const SHOWN = 'shown-entry~';
/** The names of each review are kept under the first of its commitments: one that is refused touches no other's. */
const nameOf = ({ subject, entry }: EntryReference, [first = '']: readonly string[]): string =>
  `credit-stop/${subject}/${entry}/${first}`;

/** A department that must stop using an entry: what the ledger has of it is the commitment alone. */
export interface Recipient {
  readonly department: string;
  readonly salt: string;
  readonly commitment: string;
}

type Parts = Pick<CreditParts, 'hashes' | 'random' | 'documents' | 'store'>;

/** To whom entries were shown, kept by the office that released them, and by which commitment each stands on the ledger. */
export class Recipients {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Remembers that an entry was shown to a department; to be written with the release itself. */
  shown({ subject, entry }: EntryReference, department: string): Change {
    return { type: 'put', key: `${SHOWN}${subject}~${entry}~${department}`, value: Buffer.alloc(0) };
  }

  /** Salted commitments to all whom an entry was shown to, in ascending order, and the names behind them to be stored. */
  async commit(
    reference: EntryReference,
    office: string,
  ): Promise<{ readonly commitments: string[]; readonly prepared: readonly Prepared[] }> {
    const recipients = (await this.#departments(reference))
      .map((department) => this.#committed(reference, department))
      .sort((a, b) => (a.commitment < b.commitment ? -1 : 1));
    if (recipients.length === 0) return { commitments: [], prepared: [] };
    const commitments = recipients.map(({ commitment }) => commitment);
    const kept = this.#parts.documents.prepare(
      nameOf(reference, commitments),
      [{ typeCode: '001', code: office }],
      Buffer.from(JSON.stringify(recipients)),
    );
    return { commitments, prepared: [kept] };
  }

  /** The names behind the commitments of an entry's duties; none where another hub has them. */
  of(reference: EntryReference, duties: StopDuties): readonly Recipient[] {
    const name = nameOf(
      reference,
      duties.recipients.map(({ commitment }) => commitment),
    );
    try {
      return JSON.parse(this.#parts.documents.read(name).toString()) as Recipient[];
    } catch (error) {
      if (error instanceof HanlianError && error.code === 'NOT_FOUND') return [];
      throw error;
    }
  }

  async #departments({ subject, entry }: EntryReference): Promise<readonly string[]> {
    const start = `${SHOWN}${subject}~${entry}~`;
    const keys = await this.#parts.store.keys(beginningWith(start)).all();
    return keys.map((key) => key.slice(start.length));
  }

  #committed({ subject, entry }: EntryReference, department: string): Recipient {
    const salt = random16(this.#parts.random);
    const commitment = digestOf(this.#parts.hashes.sha256, [salt, subject, entry, department]);
    return { department, salt, commitment };
  }
}
