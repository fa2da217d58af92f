export interface Closable {
  close(): Promise<void>;
}

/**
 * Things that were opened, closed again in reverse order. Every one is tried; the first failure is thrown at the end.
 * Whoever closes again meanwhile waits for what is still being closed.
 */
export class Closing implements Closable {
  readonly #opened: Closable[] = [];
  #last: Promise<void> = Promise.resolve();

  add<T extends Closable>(thing: T): T {
    this.#opened.push(thing);
    return thing;
  }

  close(): Promise<void> {
    const closed = this.#last.then(() => this.#closeAll());
    this.#last = closed.catch(() => undefined);
    return closed;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (let thing = this.#opened.pop(); thing !== undefined; thing = this.#opened.pop()) {
      await thing.close().catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) throw failures[0];
  }
}
