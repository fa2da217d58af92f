const SEQ_DIGITS = 12;
const padded = (seq: number): string => String(seq).padStart(SEQ_DIGITS, '0');

/** A provider and a requester: their receipts are one chain. */
export interface Pair {
  readonly provider: string;
  readonly requester: string;
}

export const pairText = ({ provider, requester }: Pair): string => `${provider}~${requester}`;

/** What is kept of receipts in the hub's store, by name. */
export const names = {
  /** How far a chain has come. */
  head: (pair: Pair) => `receipthead~${pairText(pair)}`,
  headsOf: (provider: string) => `receipthead~${provider}~`,
  records: (pair: Pair) => `receipt~${pairText(pair)}~`,
  record: (pair: Pair, seq: number) => names.records(pair) + padded(seq),
  /** Where the records of a query are. */
  query: (requester: string, id: string) => `receiptof~${requester}~${id}`,
  /** Where the record of a product is that an operator handed on. */
  onward: (operator: string, id: string) => `receiptonward~${operator}~${id}`,
  /** By the number of its request: a query that waits for an answer, or an answer or a product for its acknowledgement. */
  open: (pair: Pair, seq: number) => names.opens(pair) + padded(seq),
  opens: (pair: Pair) => `receiptopen~${pairText(pair)}~`,
  acknowledgement: (pair: Pair, seq: number) => `receiptack~${pairText(pair)}~${padded(seq)}`,
  /** How much of a lease is used. */
  lease: (grant: string, window: string, index: number) => `leaseused~${grant}~${window}~${index}`,
  /** The months in which personal parts end. */
  retained: (month: string) => `retained~${month}`,
  /** What this hub's departments asked others, and what they got. */
  asked: (requester: string, id: string) => `queried~${requester}~${id}`,
  /** What this hub's departments took of operators' products: each operator draws its own ids, and may know another's. */
  taken: (recipient: string, id: string, operator: string) => names.takenUnder(recipient, id) + operator,
  takenUnder: (recipient: string, id: string) => `taken~${recipient}~${id}~`,
  /** Acknowledgements that have not reached the provider yet. */
  unsent: 'unacknowledged~',
  /** What operators here have handed on, for the hubs of those whose data it is made of. */
  untold: 'untold~',
  /** Where products of a query's answer went, by their receipts' digests. */
  madeOf: (operator: string, query: string) => `madeof~${operator}~${query}~`,
} as const;

/** The last part of a name, as a number. */
export const seqIn = (name: string): number => Number(name.slice(name.lastIndexOf('~') + 1));
