interface Waiting<Asked, Answer> {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Work done in groups: what is asked for while one group is under way makes the next, in the order of the calls. A
 * group succeeds or fails as one.
 */
export class Groups<Asked, Answer> {
  readonly #work: (group: readonly Asked[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Asked, Answer>[] = [];
  #running: Promise<void> | undefined;

  /** `work` answers in the order of what it is asked. */
  constructor(work: (group: readonly Asked[]) => Promise<readonly Answer[]>) {
    this.#work = work;
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Returns when whatever was asked for, also meanwhile, is answered. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the microtask queue, so that callers already at work in this turn share the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#answer(group);
    }
    this.#running = undefined;
  }

  async #answer(group: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await this.#work(group.map(({ asked }) => asked));
      group.forEach(({ resolve }, i) => resolve(answers[i] as Answer));
    } catch (reason) {
      for (const { reject } of group) reject(reason);
    }
  }
}
