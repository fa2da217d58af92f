import { addDays, dateOfInstant, startOfDate } from '@hanlian/chaincode/domain';

const HOUR = 3_600;

/** A clock that runs as the machine's does, and is put forward between two hours of the day that is told. */
export class DayClock {
  /** Midnight at +08:00, in seconds since 1970. */
  readonly start = startOfDate(addDays(dateOfInstant(Date.now() / 1000), 2));
  #ahead = 0;

  constructor() {
    this.put(this.start - 4 * HOUR);
  }

  /** Milliseconds since 1970. */
  readonly read = (): number => Date.now() + this.#ahead;

  get seconds(): number {
    return Math.floor(this.read() / 1000);
  }

  /** The n-th hour of the day begins. */
  strike(hour: number): void {
    this.put(this.start + hour * HOUR);
  }

  private put(seconds: number): void {
    this.#ahead = seconds * 1000 - Date.now();
  }
}
