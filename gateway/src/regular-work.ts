import { setTimeout as pause } from 'node:timers/promises';

/** Work that is looked after again and again, one look at a time; what fails is tried again at the next. */
export class RegularWork {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #every: number;
  readonly #failed: (failure: unknown) => void;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #looking: Promise<void> = Promise.resolve();
  /** A look that has not begun yet. */
  #next: Promise<void> | undefined;
  #failure: unknown;

  /**
   * @param every milliseconds between two looks
   * @param failed is told of each look that came to nothing
   */
  constructor(
    work: (signal: AbortSignal) => Promise<void>,
    every: number,
    failed: (failure: unknown) => void = () => undefined,
  ) {
    this.#work = work;
    this.#every = every;
    this.#failed = failed;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Why the last look came to nothing, if so. */
  get failure(): unknown {
    return this.#failure;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#looking;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.turn();
      await pause(this.#every, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One look, begun after this call: whoever asks while another is under way shares the next. */
  turn(): Promise<void> {
    this.#next ??= this.#looking.then(() => {
      this.#next = undefined;
      return this.#look();
    });
    this.#looking = this.#next;
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { signal } = this.#stop;
    try {
      await this.#work(signal);
      this.#failure = undefined;
    } catch (failure) {
      if (signal.aborted) return;
      this.#failure = failure;
      this.#failed(failure);
    }
  }
}
