/**
 * What one ledger key held, and which transaction wrote it. `quarantined`: the transaction could not be understood;
 * whoever asks for its keys is refused rather than shown an older state.
 */
export interface Row {
  readonly block: number;
  readonly index: number;
  readonly transactionId: string;
  readonly kind: 'value' | 'deleted' | 'quarantined';
  readonly value: Buffer;
}

const MARKS = { value: 'v', deleted: 'x', quarantined: 'q' } as const;
const KINDS = { v: 'value', x: 'deleted', q: 'quarantined' } as const;
const NEW_LINE = 0x0a;

/** One line of text, then the value's own bytes: `12 0 <transaction id> v\n{…}`. */
export const encodeRow = ({ block, index, transactionId, kind, value }: Row): Buffer =>
  Buffer.concat([Buffer.from(`${block} ${index} ${transactionId} ${MARKS[kind]}\n`), value]);

export function decodeRow(bytes: Buffer): Row {
  const end = bytes.indexOf(NEW_LINE);
  const [block, index, transactionId = '', mark] = bytes.toString('latin1', 0, end).split(' ');
  return {
    block: Number(block),
    index: Number(index),
    transactionId,
    kind: KINDS[mark as keyof typeof KINDS],
    value: bytes.subarray(end + 1),
  };
}
