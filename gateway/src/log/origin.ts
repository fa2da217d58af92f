import type { Ledger } from '../ledger/port.js';

const DIGITS = 16;

/** The name of the log of a ledger (docs/adr/0016); undefined while it has no block. */
export function originOf(ledger: Ledger, channel: string): () => Promise<string | undefined> {
  let known: string | undefined;
  return async () => {
    if (known !== undefined) return known;
    const first = await ledger.block(0);
    if (first !== undefined) {
      known = `hanlian/${channel}/${Buffer.from(first.hash).toString('hex').slice(0, DIGITS)}`;
    }
    return known;
  };
}
