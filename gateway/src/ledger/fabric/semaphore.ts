/** Lets so many in at once; so many more wait in order, and beyond them nobody. */
export class Semaphore {
  #free: number;
  readonly #mayWait: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number, mayWait: number) {
    this.#free = places;
    this.#mayWait = mayWait;
  }

  /** @throws what `full` gives, when too many wait already */
  async run<T>(work: () => Promise<T>, full: () => Error): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(full);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #turn(full: () => Error): Promise<void> {
    if (this.#waiting.length >= this.#mayWait) throw full();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
