/** One row of the report: what is worked on, how it is counted, and what it should reach (a ceiling where less is better). */
export interface Row {
  readonly id: string;
  readonly work: string;
  /** In one sentence: what is done each time, which signatures are checked, what it passes through, when it is on disk. */
  readonly workload: string;
  readonly unit: '/s' | 's' | 'MB' | 'kB';
  readonly floor?: number;
  readonly goal?: number;
  /** The most the slowest hundredth may take, in milliseconds. */
  readonly p99Goal?: number;
}

/** What one run of a row gave. */
export interface Figure {
  readonly value: number;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  /** CPU time each one took, all threads of the measured process together. */
  readonly cpuMicroseconds?: number;
}

export type Figures = Readonly<Record<string, Figure>>;

/** How much each benchmark does in one run. */
export interface Size {
  /** Certificates of a batch. */
  readonly batch: number;
  /** Transactions straight on the ledger, at each number in flight. */
  readonly transactions: number;
  /** Seconds of load over HTTP for each kind of request. */
  readonly seconds: number;
}

/** Rows measured together, since they share what must be set up. */
export interface Bench {
  readonly rows: readonly Row[];
  run(size: Size): Promise<Figures>;
}

/** Times work on `count` things in this process: how many a second, and the CPU time of each. */
export async function timed(count: number, work: () => Promise<unknown>): Promise<Figure> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { value: count / seconds, cpuMicroseconds: (user + system) / count };
}

/** Does one after the other, so that none disturbs another's figure. */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Does as many at once as is said, the next whenever one is done: how many a second, and how long each took. */
export async function inParallel<T>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<Figure> {
  const queue = items.values();
  const took: number[] = [];
  const figure = await timed(items.length, () =>
    Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const item of queue) {
          const started = performance.now();
          await work(item);
          took.push(performance.now() - started);
        }
      }),
    ),
  );
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? 0;
  return { ...figure, p50: at(0.5), p99: at(0.99) };
}
