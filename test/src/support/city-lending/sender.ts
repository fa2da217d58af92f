import { LedgerError, type Identity } from '@hanlian/gateway/ledger/port';
import { encoded, endorse } from '../races/port-ledger.js';
import type { Course } from '../races/race.js';

const LOST_A_RACE: readonly string[] = ['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'];

/** Transactions as a hub sends them: signed, endorsed, ordered and awaited; endorsed anew where another came first. */
export class Sender {
  readonly #course: Course;
  sent = 0;
  /** How often another transaction of the block came first. */
  raced = 0;

  constructor(course: Course) {
    this.#course = course;
  }

  /** @throws {LedgerError} a contract's refusal, and a transaction that was not valid */
  async send(identity: Identity, name: string, request: object, transient: object): Promise<void> {
    const asking = await this.#course.asking(identity);
    const call = {
      chaincode: this.#course.chaincode,
      function: name,
      arguments: [JSON.stringify(request)],
      transient: encoded({ ...transient }),
    };
    for (;;) {
      const endorsed = await endorse(asking, call);
      await asking.ledger.submit(endorsed.bytes, await asking.sign(endorsed.message));
      const { code } = await asking.ledger.status(endorsed.transactionId);
      this.sent++;
      if (code === 'VALID') return;
      if (!LOST_A_RACE.includes(code)) throw new Error(`${name} was found ${code}`);
      this.raced++;
    }
  }
}

/** The code a call was refused with; undefined: it was not. */
export async function refusedWith(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
}

/** Works on all of them, so many at once. */
export async function inParallel<T>(
  width: number,
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
