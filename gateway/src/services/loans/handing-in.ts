import {
  type LoanFile,
  type LoanReceipt,
  type LoanStatement,
  type RegistryEvidence,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import type { Errands } from './errands.js';
import { groundsOf } from './grounds.js';
import { unknownLoan, type KnownLoans } from './known-loans.js';
import type { Paper, Papers, Place } from './papers.js';
import { whenProven } from '../consents/when-proven.js';

export interface HandingParts extends Pick<
  LicenseParts,
  'model' | 'registry' | 'now' | 'logProofs' | 'caughtUp'
> {
  readonly papers: Papers;
  readonly known: KnownLoans;
  readonly errands: Errands;
  readonly evidence: (names: readonly string[]) => Promise<RegistryEvidence>;
}

/**
 * Takes what was signed, and stands in the bank's papers, to the ledger. What it rests on is proven as of now and kept
 * with it before anything is sent. Sent again, it took effect once, and what was proven then stays beside it.
 */
export async function handIn(
  parts: HandingParts,
  place: Place,
  paper: Paper,
  file?: LoanFile,
): Promise<LoanReceipt> {
  const { papers, known, errands, evidence, logProofs, caughtUp } = parts;
  const { signed } = paper;
  const before = known.receiptOf(place.id, signed);
  if (before !== undefined) return before;
  const proven = await whenProven(() => evidence(groundsOf(parts, signed, place.bank, file)));
  const { note: checkpoint } = await logProofs.witnessed(proven.size);
  await papers.keep(place, { ...paper, evidence: proven, checkpoint });
  const { transactionId } = await errands.run({ v: 1, signed: errandOf(signed), evidence: proven });
  await caughtUp();
  return receiptOf(parts, place.id, transactionId);
}

const errandOf = ({ statement, signature, salt, twoPeople }: Paper['signed']): ErrandSigned => ({
  v: 1,
  statement,
  signature,
  salt,
  ...(twoPeople && { twoPeople }),
});

type ErrandSigned = Parameters<Errands['run']>[0]['signed'];

function receiptOf({ known }: Pick<HandingParts, 'known'>, id: string, transactionId: string): LoanReceipt {
  const record = known.recordOf(id);
  if (record === undefined) throw unknownLoan();
  const { state, revision } = record;
  return { id, state, revision, transactionId };
}

/** A statement and its signature, with the salt of its commitment. */
export const signedWith = <S extends LoanStatement>(
  statement: S,
  signature: string,
  salt: string,
): Paper<S>['signed'] & { readonly v: 1 } => ({ v: 1, statement, signature, salt });
