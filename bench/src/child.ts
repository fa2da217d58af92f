import { fork, type ChildProcess } from 'node:child_process';

/** A process of the benchmark that listens, told over its channel what to do and answering each time once. */
export class Child {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts a module of this folder; it says so when it is ready. */
  static async start(module: string, ...args: readonly string[]): Promise<{ child: Child; ready: unknown }> {
    const child = new Child(fork(new URL(module, import.meta.url), args));
    return { child, ready: await child.#answer() };
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  ask(question: string): Promise<unknown> {
    const answer = this.#answer();
    this.#process.send(question);
    return answer;
  }

  /** Hangs up, at which it closes what it has open and ends. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.disconnect();
    await ended;
  }

  #answer(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`The process ended with code ${code}`));
      this.#process.once('exit', ended);
      this.#process.once('message', (message) => {
        this.#process.off('exit', ended);
        resolve(message);
      });
    });
  }
}
