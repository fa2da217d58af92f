/** What may run at once, and what may wait for that. */
export interface LimitOptions {
  /** How much the running tasks may weigh together; one that weighs more than that runs alone. */
  readonly weight?: number;
  /** How many tasks may wait; what comes above it is refused. */
  readonly waiting?: number;
}

/** Runs a task when its turn has come. @throws {LimitReached} when too many wait already */
export type Limit = <T>(task: () => Promise<T>, weight?: number) => Promise<T>;

/** Too many wait for a place: whoever comes now had better come again later. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

interface Waiter {
  readonly weight: number;
  readonly begin: () => void;
}

/** Lets at most so many tasks run at once, and no more than may weigh together; the others wait in the order they came. */
export function createLimit(
  places: number,
  { weight: most = Infinity, waiting: mayWait = Infinity }: LimitOptions = {},
): Limit {
  let running = 0;
  let carried = 0;
  const waiting: Waiter[] = [];
  const fits = (weight: number): boolean => running === 0 || (running < places && carried + weight <= most);
  const begin = (weight: number): void => {
    running += 1;
    carried += weight;
  };
  const enter = async (weight: number): Promise<void> => {
    if (waiting.length === 0 && fits(weight)) {
      begin(weight);
      return;
    }
    if (waiting.length >= mayWait) throw new LimitReached(`${mayWait} tasks wait already`);
    await new Promise<void>((resolve) => waiting.push({ weight, begin: resolve }));
  };
  const leave = (weight: number): void => {
    running -= 1;
    carried -= weight;
    for (let next = waiting[0]; next !== undefined && fits(next.weight); next = waiting[0]) {
      waiting.shift();
      begin(next.weight);
      next.begin();
    }
  };
  return async (task, weight = 0) => {
    await enter(weight);
    try {
      return await task();
    } finally {
      leave(weight);
    }
  };
}
