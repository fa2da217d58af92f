import type { Serials } from '@hanlian/certificates';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';

const NEXT = 'tsa~next-serial';
/** Reserved at once, so that one fsync serves many stamps. What a stop leaves of them is never used. */
const RESERVED = 1000n;

/** Numbers that are on disk as used before the first of them is given out. */
export function reservedSerials(store: Store, writer: GroupWriter): Serials {
  let next = BigInt(store.getSync(NEXT)?.toString() ?? '1');
  let end = next;
  let reserving: Promise<void> | undefined;
  const reserve = async (): Promise<void> => {
    const until = end + RESERVED;
    await writer.write([{ type: 'put', key: NEXT, value: Buffer.from(String(until)) }]);
    end = until;
  };
  return {
    next: async () => {
      while (next >= end) {
        reserving ??= reserve().finally(() => (reserving = undefined));
        await reserving;
      }
      const serial = next;
      next += 1n;
      return serial;
    },
  };
}
