/** Those who wait until something is told of, by name. */
export class Watchers {
  readonly #watching = new Map<string, Set<() => void>>();

  /** Settles when the name is told of, or once nobody wants to know any more. */
  wait(name: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const watching = this.#watching.get(name) ?? new Set();
      const done = (): void => {
        signal.removeEventListener('abort', done);
        watching.delete(done);
        if (watching.size === 0) this.#watching.delete(name);
        resolve();
      };
      this.#watching.set(name, watching.add(done));
      signal.addEventListener('abort', done);
    });
  }

  tell(name: string): void {
    for (const done of [...(this.#watching.get(name) ?? [])]) done();
  }
}
