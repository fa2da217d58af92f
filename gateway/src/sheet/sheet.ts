import type { Bilingual, Standing } from '@hanlian/chaincode/domain';

/** What whoever holds a printed code may see. */
export interface Sheet {
  readonly standing: Standing;
  readonly id: string;
  readonly type: Bilingual;
  readonly issuer: Bilingual;
  readonly validity: Bilingual;
  readonly fields: readonly { readonly title: Bilingual; readonly value: string }[];
  /** Up to when the ledger was read. */
  readonly asOf: string;
}
