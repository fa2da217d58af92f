/** The ledger's height, and word of its growth. */
export class Height {
  #value: number;
  #closed = false;
  readonly #waiting = new Set<() => void>();

  constructor(value: number) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }

  get closed(): boolean {
    return this.#closed;
  }

  grow(value: number): void {
    this.#value = value;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Resolves when the height exceeds `number`, at close, or when aborted. */
  async above(number: number, signal?: AbortSignal): Promise<void> {
    while (this.#value <= number && !this.#closed && !signal?.aborted) await this.#change(signal);
  }

  #change(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
