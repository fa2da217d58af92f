export interface Closable {
  close(): Promise<void>;
}

/** Things that were opened, closed again in reverse order. Every one is tried; the first failure is thrown at the end. */
export class Closing implements Closable {
  readonly #opened: Closable[] = [];

  add<T extends Closable>(thing: T): T {
    this.#opened.push(thing);
    return thing;
  }

  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let thing = this.#opened.pop(); thing !== undefined; thing = this.#opened.pop()) {
      await thing.close().catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) throw failures[0];
  }
}
