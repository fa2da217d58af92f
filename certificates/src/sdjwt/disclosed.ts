import type { Holder, LegalDate } from '@hanlian/chaincode/domain';

/** What was disclosed; what is absent was kept back. */
export interface Disclosed {
  readonly holders?: readonly Holder[];
  readonly validOn?: LegalDate | null;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly facts: Readonly<Record<string, boolean | null>>;
}
