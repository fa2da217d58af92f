import { HanlianError, type Grant } from '@hanlian/chaincode/domain';

const MINUTE = 60;

interface Counted {
  readonly minute: number;
  readonly count: number;
}

/** How often each grant was used in the minute that runs. Since the hub's start: what counts for good is the quota. */
export class Rates {
  readonly #counted = new Map<string, Counted>();

  /** @throws {HanlianError} QUERY_RATE_EXCEEDED */
  count({ id, rate }: Pick<Grant, 'id' | 'rate'>, at: number): void {
    const minute = Math.floor(at / MINUTE);
    const last = this.#counted.get(id);
    const count = last?.minute === minute ? last.count + 1 : 1;
    if (count > rate) {
      throw new HanlianError('QUERY_RATE_EXCEEDED', `The grant allows ${rate} queries a minute`, {
        expected: rate,
      });
    }
    this.#counted.set(id, { minute, count });
  }
}
