import {
  isLegacySubject,
  parseCitizenNumber,
  parseUscc,
  type Query,
  type QueryOpening,
} from '@hanlian/chaincode/domain';
import type { Documents } from '../documents/documents.js';
import type { HolderKeys, HolderRef } from '../documents/holder-keys.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import { names } from './names.js';
import type { Retention } from './sources/settings.js';

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<Retention, number>> = { short: 183, standard: 3 * 366, long: 10 * 366 };

/** What the name of each opening begins with: by it somebody's accesses are found. */
export const ACCESSES = 'access/';
const openingName = (requester: string, id: string): string => `${ACCESSES}${requester}/${id}`;

/** Whom a query is about, as somebody with a data key: by the holder-code dictionary of GB/T 36903. */
export function subjectHolder(subject: string): HolderRef {
  if (parseUscc(subject).ok) return { typeCode: '001', code: subject };
  if (parseCitizenNumber(subject).ok) return { typeCode: '111', code: subject };
  return { typeCode: isLegacySubject(subject) ? '099' : '999', code: subject };
}

/** All that ends in a month has one more key in common: destroyed then, it takes all of it along. */
const endingIn = (month: string): HolderRef => ({ typeCode: 'retained', code: month });

const monthOf = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 'YYYY-MM'.length);

interface OpeningsParts {
  readonly documents: Documents;
  readonly holderKeys: Pick<HolderKeys, 'erase'>;
  readonly store: Store;
  readonly writer: GroupWriter;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * What queries say of persons: encrypted, and apart from the receipts, which hold commitments. Its end, or the erasure of
 * whom it is about, leaves every receipt and its proof as they are.
 */
export class Openings {
  readonly #parts: OpeningsParts;

  constructor(parts: OpeningsParts) {
    this.#parts = parts;
  }

  /** What is written with the query, on either side; the keys it needs are on disk once this returns. */
  async prepare({ requester, id }: Query, opening: QueryOpening, retention: Retention): Promise<Change[]> {
    const { documents, now } = this.#parts;
    const month = monthOf(now() * 1000 + DAYS[retention] * DAY_MS);
    const subject = subjectHolder(opening.subject.value);
    const name = openingName(requester, id);
    const body = Buffer.from(JSON.stringify(opening));
    const { put, durable } = documents.prepare(name, [subject, endingIn(month)], body);
    await durable;
    const retained: Change = { type: 'put', key: names.retained(month), value: Buffer.alloc(0) };
    return [put, retained];
  }

  /** What lets a query be found by whom it is about: at its provider, who answers for accesses. */
  finding({ requester, id }: Query, { subject }: QueryOpening): Change[] {
    return this.#parts.documents.holding(openingName(requester, id), [subjectHolder(subject.value)]);
  }

  /** @throws {HanlianError} NOT_FOUND, DOCUMENT_ERASED once it was erased */
  read(requester: string, id: string): QueryOpening {
    return JSON.parse(this.#parts.documents.read(openingName(requester, id)).toString()) as QueryOpening;
  }

  /** Destroys what has reached its end. */
  async sweep(): Promise<void> {
    const { store, writer, holderKeys, now } = this.#parts;
    const range = { gte: names.retained(''), lt: names.retained(monthOf(now() * 1000)) };
    for (const key of await store.keys(range).all()) {
      await holderKeys.erase(endingIn(key.slice(names.retained('').length)));
      await writer.write([{ type: 'del', key }]);
    }
  }
}
