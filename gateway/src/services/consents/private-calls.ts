import { canonicalize, type JsonObject } from '@hanlian/chaincode/domain';
import { LedgerError, type Ledger, type TransactionRequest } from '../../ledger/port.js';
import { removalOf } from '../../outbox/outbox.js';
import type { Settled, Signatory, Submission } from '../../outbox/submission.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { random16, type Random } from '../../storage/random.js';

interface PrivateCallsParts {
  /** Whose operations are called. */
  readonly contract: 'sharing' | 'loan' | 'subsidy';
  readonly ledger: Ledger;
  readonly submission: Submission;
  readonly writer: GroupWriter;
  readonly random: Random;
}

/** What goes to the ledger with data beside it that no block holds. */
export interface PrivateWrite {
  readonly operation: string;
  readonly request: JsonObject;
  readonly transient: Readonly<Record<string, unknown>>;
}

/** What is another department's, or nothing that this organisation holds. */
const NOT_OURS: ReadonlySet<string> = new Set([
  'OTHER_DEPARTMENT',
  'CONSENT_UNKNOWN',
  'LOAN_UNKNOWN',
  'LEDGER_COLLECTION_NOT_MEMBER',
]);

const encoded = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** Calls of a contract with private data beside them. */
export class PrivateCalls {
  readonly #parts: PrivateCallsParts;

  constructor(parts: PrivateCallsParts) {
    this.#parts = parts;
  }

  /**
   * Takes it to its commit. Nothing of it is kept for a restart: whoever signed it sends it again, and the intent in it
   * makes that one.
   *
   * @throws {LedgerError}
   */
  async write(signatory: Signatory, { operation, request, transient }: PrivateWrite): Promise<Settled> {
    const { submission, writer, random } = this.#parts;
    const ref = { job: random16(random), step: 0 };
    const beside = Object.entries(transient).map(([name, value]) => [name, encoded(value)] as const);
    const settled = await submission.run(ref, signatory, {
      ...this.#call(operation, request),
      transient: Object.fromEntries(beside),
    });
    await writer.write(removalOf(ref.job, 1));
    return settled;
  }

  /** @throws {LedgerError} */
  async read<Answer>(
    { identity, signer }: Signatory,
    operation: string,
    request: JsonObject,
  ): Promise<Answer> {
    const { ledger } = this.#parts;
    const { bytes, message } = await ledger.propose(identity, this.#call(operation, request));
    return JSON.parse(await ledger.evaluate(bytes, await signer.sign(message))) as Answer;
  }

  /**
   * What the ledger shows its own departments; undefined where it is not the asking one's.
   *
   * @throws {LedgerError}
   */
  async readOwn<Answer>(
    signatory: Signatory,
    operation: string,
    request: JsonObject,
  ): Promise<Answer | undefined> {
    try {
      return await this.read<Answer>(signatory, operation, request);
    } catch (error) {
      if (error instanceof LedgerError && NOT_OURS.has(error.code)) return undefined;
      throw error;
    }
  }

  #call(operation: string, request: JsonObject): TransactionRequest {
    return {
      function: `${this.#parts.contract}:${operation}`,
      arguments: [canonicalize({ v: 1, ...request })],
    };
  }
}
