import {
  canonicalize,
  HanlianError,
  type JsonObject,
  type LoanApplication,
  type LoanStatement,
  type LoanStepFile,
  type Signed,
} from '@hanlian/chaincode/domain';
import type { Documents } from '../../documents/documents.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import type { Change, Store } from '../../storage/store.js';
import { holderOf } from '../credit/bodies.js';

/** What was signed of a loan, and all it rested on: kept before it is handed in. */
export interface Paper<S extends LoanStatement = LoanStatement> extends Pick<
  LoanStepFile,
  'text' | 'certificates' | 'evidence' | 'checkpoint' | 'report'
> {
  readonly signed: Signed<S>;
}

/** Whose loan it is. */
export interface Place {
  readonly bank: string;
  readonly enterprise: string;
  readonly id: string;
}

const OF = 'loanof~';
const DONE = 'loanact~';
const FORGOTTEN: ReadonlySet<string> = new Set(['NOT_FOUND', 'DOCUMENT_ERASED']);

const nameOf = ({ bank, id }: Omit<Place, 'enterprise'>, intent: string): string =>
  `loan/${bank}/${id}/${intent}`;

/** Where it stands that a bank has a loan. */
const placeOf = (bank: string, id: string): string => `${OF}${bank}~${id}`;

interface PapersParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly documents: Documents;
}

/** What an officer's request came to be signed as. */
export interface Acted {
  readonly bodyDigest: string;
  readonly id: string;
  readonly intent: string;
}

/**
 * The banks' own papers of their loans: primary data, each under the keys of its bank and its enterprise. Which loans a
 * bank has stands in the store by their random ids alone.
 */
export class Papers {
  readonly #parts: PapersParts;

  constructor(parts: PapersParts) {
    this.#parts = parts;
  }

  /** On disk once this returns. */
  async keep(place: Place, paper: Paper, changes: readonly Change[] = []): Promise<void> {
    const { documents, writer } = this.#parts;
    const { bank, enterprise } = place;
    const name = nameOf(place, paper.signed.statement.intent);
    const body = Buffer.from(JSON.stringify(paper));
    const { put, durable } = documents.prepare(name, [holderOf(bank), holderOf(enterprise)], body);
    await durable;
    await writer.write([put, ...changes]);
  }

  /** An application, by which its loan is found from now on. */
  keepApplication(paper: Paper<LoanApplication>): Promise<void> {
    const { bank, enterprise, id, intent } = paper.signed.statement;
    const known: Change = { type: 'put', key: placeOf(bank, id), value: Buffer.from(intent) };
    return this.keep({ bank, enterprise, id }, paper, [known]);
  }

  /** Undefined where this bank has none, or may read it no more. */
  find(bank: string, id: string, intent: string): Paper | undefined {
    try {
      return JSON.parse(this.#parts.documents.read(nameOf({ bank, id }, intent)).toString()) as Paper;
    } catch (error) {
      if (error instanceof HanlianError && FORGOTTEN.has(error.code)) return undefined;
      throw error;
    }
  }

  application(bank: string, id: string): Paper<LoanApplication> | undefined {
    const intent = this.#parts.store.getSync(placeOf(bank, id))?.toString();
    if (intent === undefined) return undefined;
    return this.find(bank, id, intent) as Paper<LoanApplication> | undefined;
  }

  has(bank: string, id: string): boolean {
    return this.#parts.store.getSync(placeOf(bank, id)) !== undefined;
  }

  /** The ids of a bank's loans after one, in their order. */
  async *ids(bank: string, after: string | undefined): AsyncGenerator<string> {
    const prefix = placeOf(bank, '');
    const range = { gt: `${prefix}${after ?? ''}`, lt: `${prefix}\u007f` };
    for await (const key of this.#parts.store.keys(range)) yield key.slice(prefix.length);
  }

  acted(place: string): Acted | undefined {
    const value = this.#parts.store.getSync(DONE + place);
    return value && (JSON.parse(value.toString()) as Acted);
  }

  /** What is signed for a request stands with it: asked again, it is the same. */
  static actedAs(place: string, acted: Acted): Change {
    return { type: 'put', key: DONE + place, value: Buffer.from(JSON.stringify(acted)) };
  }
}

/**
 * A paper is of this very statement: signed anew it is the same, and nothing else may come under its intent.
 *
 * @throws {HanlianError} FIELD_INVALID
 */
export function requireSame({ signed }: Paper, statement: LoanStatement): void {
  if (canonicalize(signed.statement) === canonicalize(statement)) return;
  throw new HanlianError('FIELD_INVALID', 'Another statement was signed with this intent', {
    field: 'intent',
  });
}

/** A paper as part of a file, without what it was signed as. */
export const shownOf = ({ text, certificates, evidence, checkpoint, report }: Paper): JsonObject =>
  JSON.parse(JSON.stringify({ text, certificates, evidence, checkpoint, report })) as JsonObject;
