import type { BatchRecord, BatchStatement, Reseal, SealedStatement } from './schemas/license.js';

/** A seal as it stands on a batch: what it says, and by whose key. */
export interface StandingSeal extends Omit<BatchRecord, 'v' | 'reseals' | 'statement'> {
  readonly statement: SealedStatement;
}

/** What a new seal of a batch says: the same of the certificates, another time, and when it was first sealed. */
export const resealedStatement = (
  {
    v,
    batch,
    kind,
    type,
    typeRevision,
    issuer,
    count,
    root,
    sm3Root,
    sealedAt: firstSealedAt,
  }: BatchStatement,
  { sealedAt, sm2SealKey }: Pick<Reseal, 'sealedAt' | 'sm2SealKey'>,
): SealedStatement => ({
  ...{ v, batch, kind, type, typeRevision, issuer, count, root, sm3Root, sealedAt, firstSealedAt },
  ...(sm2SealKey !== undefined && { sm2SealKey }),
});

/** Every seal a batch has had on the ledger, the first one first. */
export const sealsOf = ({
  reseals = [],
  ...first
}: BatchRecord): readonly [StandingSeal, ...StandingSeal[]] => [
  first,
  ...reseals.map(({ sealedAt, sm2SealKey, ...later }) => ({
    ...later,
    statement: resealedStatement(first.statement, { sealedAt, sm2SealKey }),
  })),
];

/** The seal of a batch that counts. */
export const presentSeal = (batch: BatchRecord): StandingSeal => sealsOf(batch).at(-1) as StandingSeal;
