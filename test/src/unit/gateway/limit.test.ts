import { createLimit, LimitReached } from '@hanlian/gateway/storage/limit';
import { expect } from 'chai';

/** A task that runs until it is told to end. */
class Task {
  began = false;
  readonly #gate = Promise.withResolvers<undefined>();
  readonly run = (): Promise<undefined> => {
    this.began = true;
    return this.#gate.promise;
  };

  end(error?: Error): void {
    if (error) this.#gate.reject(error);
    else this.#gate.resolve(undefined);
  }
}

const turn = (): Promise<void> => new Promise((go) => setImmediate(go));
const begun = (tasks: readonly Task[]): boolean[] => tasks.map(({ began }) => began);

describe('what may run at once', () => {
  it('is so many, the others in the order they came, also after one that failed', async () => {
    const limit = createLimit(2);
    const tasks = [new Task(), new Task(), new Task(), new Task()] as const;
    const [first, ...others] = tasks.map((task) => limit(task.run));
    await turn();
    expect(begun(tasks)).to.deep.equal([true, true, false, false]);
    tasks[0].end(new Error('failed'));
    const outcome = await first?.catch((error: unknown) => error);
    expect(outcome).to.have.property('message', 'failed');
    await turn();
    expect(begun(tasks)).to.deep.equal([true, true, true, false]);
    for (const task of tasks) task.end();
    await Promise.all(others);
  });

  it('is no more than may weigh together, and nobody light overtakes a heavy one that waits', async () => {
    const limit = createLimit(8, { weight: 10 });
    const [six, five, one] = [new Task(), new Task(), new Task()] as const;
    const all = [limit(six.run, 6), limit(five.run, 5), limit(one.run, 1)];
    await turn();
    expect(begun([six, five, one])).to.deep.equal([true, false, false]);
    six.end();
    await turn();
    expect(begun([five, one])).to.deep.equal([true, true]);
    for (const task of [five, one]) task.end();
    await Promise.all(all);
  });

  it('lets one through alone that weighs more than everything may', async () => {
    const limit = createLimit(8, { weight: 10 });
    const [heavy, light] = [new Task(), new Task()] as const;
    const all = [limit(heavy.run, 50), limit(light.run, 1)];
    await turn();
    expect(begun([heavy, light])).to.deep.equal([true, false]);
    heavy.end();
    light.end();
    await Promise.all(all);
  });

  it('refuses whoever comes while too many wait, and nobody else', async () => {
    const limit = createLimit(1, { waiting: 1 });
    const [running, waiting, late] = [new Task(), new Task(), new Task()] as const;
    const all = [limit(running.run), limit(waiting.run)];
    expect(await limit(late.run).catch((error: unknown) => error)).to.be.instanceOf(LimitReached);
    expect(late.began).to.equal(false);
    running.end();
    waiting.end();
    await Promise.all(all);
    late.end();
    await limit(late.run);
  });
});
