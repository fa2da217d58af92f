import { HanlianError } from '@hanlian/chaincode/domain';
import type { Caller, Idempotency } from '@hanlian/gateway/services/types';

/** Codes that are published, and a number nobody has. */
export const TYPE = '11100000MB0143028R001';
export const ISSUER = '11410800MB18523953';
export const DIGEST = 'A'.repeat(43);
export const NOON = 1_795_147_200;
export const RANDOM = 'A'.repeat(22);

/** A page of a list; the cursor is the next item's place. */
export function pageOf<T>(
  items: readonly T[],
  limit: number,
  cursor = '0',
): { items: readonly T[]; next?: string } {
  const start = Number(cursor);
  const next = start + limit < items.length ? { next: String(start + limit) } : {};
  return { items: items.slice(start, start + limit), ...next };
}

/** The answer of a method that may throw, as a promise. */
export const later = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);

/** Remembers what each key was sent with, as a hub's idempotency store does. */
export class Once {
  readonly #answers = new Map<string, { digest: string; answer: unknown }>();

  do<T>(caller: Caller, { key, bodyDigest }: Idempotency, work: () => T): T {
    const known = this.#answers.get(`${caller.id} ${key}`);
    if (known === undefined) {
      const answer = work();
      this.#answers.set(`${caller.id} ${key}`, { digest: bodyDigest, answer });
      return answer;
    }
    if (known.digest !== bodyDigest) {
      throw new HanlianError('IDEMPOTENCY_KEY_REUSED', 'The key was used with another body', {
        field: 'Idempotency-Key',
      });
    }
    return known.answer as T;
  }
}
