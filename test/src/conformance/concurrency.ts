import { randomBytes } from 'node:crypto';
import type { Step } from '@hanlian/conformance-chaincode/interpreter';
import { expect } from 'chai';
import type { Subject } from './types.js';

const WORKERS = 8;
const INCREMENTS = 5;

/** One read and one write of a key, signed by the bureau. */
class Counter {
  readonly #subject: Subject;
  readonly #key = `counter.${randomBytes(6).toString('hex')}`;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  async #signed(program: readonly Step[]): Promise<{ bytes: Uint8Array; signature: Uint8Array }> {
    const { bytes, message } = await this.#subject
      .ledger('bureau')
      .propose(this.#subject.identity('bureau'), {
        chaincode: 'probe',
        function: 'probe:run',
        arguments: [JSON.stringify(program)],
      });
    return { bytes, signature: await this.#subject.sign('bureau', message) };
  }

  async value(): Promise<number> {
    const { bytes, signature } = await this.#signed([{ op: 'get', key: this.#key }]);
    const [value] = JSON.parse(await this.#subject.ledger('bureau').evaluate(bytes, signature)) as (
      string | null
    )[];
    return Number(value ?? 0);
  }

  /** Adds one to what it found; tells whether that stood. */
  async tryIncrement(): Promise<boolean> {
    const ledger = this.#subject.ledger('bureau');
    const found = await this.value();
    const { bytes, signature } = await this.#signed([
      { op: 'get', key: this.#key },
      { op: 'put', key: this.#key, value: String(found + 1) },
    ]);
    const endorsed = await ledger.endorse(bytes, signature);
    const [read] = JSON.parse(endorsed.result) as (string | null)[];
    if (Number(read ?? 0) !== found) return false;
    await ledger.submit(endorsed.bytes, await this.#subject.sign('bureau', endorsed.message));
    const { code } = await ledger.status(endorsed.transactionId, { signal: AbortSignal.timeout(30_000) });
    return code === 'VALID';
  }
}

/** What cannot be a recorded case, since who wins is a matter of chance: no increment is lost and none counts twice. */
export function concurrencyHolds(subjectOf: () => Subject): void {
  it('concurrency: of many who increment one key at once, just those count whose verdict was VALID', async function () {
    this.timeout(120_000);
    const counter = new Counter(subjectOf());
    const worker = async (): Promise<number> => {
      let stood = 0;
      while (stood < INCREMENTS) if (await counter.tryIncrement()) stood += 1;
      return stood;
    };
    const counts = await Promise.all(Array.from({ length: WORKERS }, worker));
    const sum = counts.reduce((total, count) => total + count, 0);
    expect(await counter.value()).to.equal(sum);
  });
}
