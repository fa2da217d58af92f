import { createHmac } from 'node:crypto';
import {
  keys,
  signedBytes,
  type Digest,
  type ClaimActStatement,
  type ClaimStatement,
  type JsonObject,
  type RegistryEvidence,
  type Signed,
  type TwoPeople,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../../ledger/transaction-id.js';
import { random16 } from '../../storage/random.js';
import { whenProven } from '../consents/when-proven.js';
import { recordAt } from '../records.js';
import type { Caller, Idempotency } from '../types.js';
import type { SubsidyParts } from './parts.js';

const BYTES_16 = 16;

/** What every statement of a department begins with. */
export interface Beginning {
  readonly v: 1;
  readonly intent: string;
  readonly key: string;
  readonly issuedAt: number;
}

/** A statement on its way to the ledger. */
interface Write<S extends Beginning> {
  /** Whose statement it is. */
  readonly department: string;
  readonly statement: S;
  readonly twoPeople?: TwoPeople;
  /** The record it writes, where nobody has looked yet whether it did so before. */
  readonly writes?: string;
  /** Registry records it rests on besides the signer's own. */
  readonly names?: readonly string[];
}

/** What the finance office decides. */
export interface OfficeWrite extends Write<Beginning & Readonly<Record<string, unknown>>> {
  readonly operation: string;
  /** What stands in the block. */
  readonly request: JsonObject;
}

/** What a bank claims, or takes back. */
export type BankWrite = Write<ClaimStatement | ClaimActStatement<'withdraw'>>;

type Handed<S extends object> = Signed<S> & { readonly v: 1 };
type Send<S extends object> = (
  signed: Handed<S>,
  evidence: RegistryEvidence,
) => Promise<{ readonly transactionId: string }>;

/** Departments of this hub sign what they decide on subsidies, and the hub carries it to the ledger. */
export class Signing {
  readonly #parts: SubsidyParts;
  readonly #draw: Digest;

  constructor(parts: SubsidyParts) {
    this.#parts = parts;
    this.#draw = hmacUnder(parts.secret('subsidy intents'));
  }

  /**
   * Does a write once for its caller and Idempotency-Key. The intent follows from both and the id from the key alone, so
   * that what a crash cut off after its commit is found there when it is asked for again.
   */
  async once<Answer>(
    caller: Caller,
    once: Idempotency,
    write: (drawn: { readonly intent: string; readonly id: string }) => Promise<Answer>,
  ): Promise<Answer> {
    const { key, bodyDigest } = once;
    const drawn = { intent: this.#drawn(caller, key, bodyDigest), id: this.#drawn(caller, key) };
    const answer = await this.#parts.requests.once(caller.id, once, async () => ({
      answer: (await write(drawn)) as JsonObject,
      changes: [],
      first: Promise.resolve(),
    }));
    return answer as Answer;
  }

  async beginning(department: string, intent: string): Promise<Beginning> {
    const { keys: own, now } = this.#parts;
    const { id } = await own.of(department);
    return { v: 1, intent, key: id, issuedAt: now() };
  }

  /** Takes what the office has decided to its commit; gives the transaction, of now or of before. */
  settle(write: OfficeWrite): Promise<string> {
    const { calls, speakers } = this.#parts;
    const { department, operation, request } = write;
    return this.#signed(write, async (signed, evidence) =>
      calls.write(await speakers.of(department), { operation, request, transient: { signed, evidence } }),
    );
  }

  /** The same for a bank, whose statement the finance office's hub hands in: so the block names no bank. */
  handIn(write: BankWrite): Promise<string> {
    return this.#signed(write, (signed, evidence) => this.#parts.errands.run({ v: 1, signed, evidence }));
  }

  /** Signs it, proves what it rests on and sends it, unless it took effect before. */
  async #signed<S extends Beginning>(
    { department, statement, twoPeople, writes, names = [] }: Write<S>,
    send: Send<S>,
  ): Promise<string> {
    const { keys: own, evidence, random } = this.#parts;
    const before = writes === undefined ? undefined : this.#writtenBefore(writes, statement);
    if (before !== undefined) return before;
    const signed: Handed<S> = {
      v: 1,
      statement,
      signature: await own.sign(department, signedBytes(statement)),
      salt: random16(random),
      ...(twoPeople !== undefined && { twoPeople }),
    };
    const rests = new Set([keys.holderKey(statement.key), ...this.departments(department), ...names]);
    const { transactionId } = await send(signed, await whenProven(() => evidence([...rests])));
    await this.#parts.caughtUp();
    return transactionId;
  }

  #writtenBefore(key: string, { intent }: Beginning): string | undefined {
    const found = recordAt(this.#parts.model, key) as { intent: string; tx: string } | undefined;
    return found?.intent === intent ? transactionIdOf(found.tx) : undefined;
  }

  /** The records by which a department is known, and whoever has taken its place. */
  departments(owner: string): readonly string[] {
    const { registry, now } = this.#parts;
    return registry.lineOf(owner, now()).map((code) => keys.department(code));
  }

  #drawn({ department, id }: Caller, ...of: readonly string[]): string {
    const mac = this.#draw(Buffer.from(JSON.stringify([department, id, ...of])));
    return Buffer.from(mac).subarray(0, BYTES_16).toString('base64url');
  }
}

export const hmacUnder =
  (key: Uint8Array): Digest =>
  (data) =>
    createHmac('sha256', key).update(data).digest();
