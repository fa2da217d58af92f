import { START, type CommittedTransaction, type Ledger, type Position } from '@hanlian/gateway/ledger/port';
import { isBefore } from '@hanlian/gateway/ledger/position';
import type { Journal } from '@hanlian/gateway/readmodel/journal';
import { Projector } from '@hanlian/gateway/readmodel/projector';
import type { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { expect } from 'chai';

const at = (block: number): Position => ({ block, index: 0 });

/** Lets this many rounds of what is ready pass. */
async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round++) await Promise.resolve();
}

/** A ledger of two transactions: the second comes some rounds after the first one's batch has settled. */
class Scene {
  position: Position = START;
  readonly applied: number[] = [];
  readonly #settled = Promise.withResolvers<undefined>();
  readonly #late: number;
  #failures: number;

  constructor(late: number, failures: number) {
    this.#late = late;
    this.#failures = failures;
  }

  readonly #model = {
    apply: async (batch: readonly CommittedTransaction[]): Promise<void> => {
      await rounds(1);
      this.#settled.resolve(undefined);
      if (this.#failures-- > 0) throw new Error('the store took nothing');
      for (const { block } of batch) this.applied.push(block);
      this.position = at(this.applied.at(-1)!);
    },
  };

  async *#stream(after: Position, signal: AbortSignal): AsyncGenerator<Position> {
    if (isBefore(after, at(1))) yield at(1);
    await this.#settled.promise;
    await rounds(this.#late);
    yield at(2);
    if (!signal.aborted) await new Promise((end) => signal.addEventListener('abort', end, { once: true }));
  }

  projector(): Projector {
    const model = Object.defineProperty(this.#model, 'position', { get: () => this.position });
    const stream = (after: Position, { signal }: { signal: AbortSignal }): AsyncGenerator<Position> =>
      this.#stream(after, signal);
    return new Projector(
      { stream } as unknown as Ledger,
      model as unknown as ReadModel,
      { note: () => Promise.resolve() } as unknown as Journal,
    );
  }
}

// A transaction that came between two batches waited for the next one; one that came while a batch failed could be
// projected without it.
describe('the projector, of a transaction that comes as a batch ends', () => {
  for (const [outcome, failures] of [
    ['was written', 0],
    ['failed', 1],
  ] as const)
    for (let late = 0; late < 12; late++)
      it(`writes it, and none before the first: the batch ${outcome} ${late} rounds earlier`, async () => {
        const scene = new Scene(late, failures);
        const projector = scene.projector();
        projector.start();
        try {
          await projector.reached(at(2), AbortSignal.timeout(5_000));
        } finally {
          await projector.close();
        }
        expect(scene.applied).to.deep.equal([1, 2]);
      });
});
