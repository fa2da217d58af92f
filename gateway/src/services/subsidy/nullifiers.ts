import {
  nullifierOf,
  tranchePseudonym,
  type LoanFile,
  type LoanTerms,
  type ClaimStatement,
  type TrancheReference,
} from '@hanlian/chaincode/domain';
import type { SubsidyParts } from './parts.js';
import { hmacUnder } from './signing.js';

type Keyed = Pick<SubsidyParts, 'secret'>;

/** A finance office's key: derived from its hub's secret, so that it is the same after a restore and in no backup's clear. */
const keyOf = ({ secret }: Keyed, office: string): Uint8Array => secret(`nullifiers ${office}`);

/** What a programme says of the key: an auditor who is shown it knows that it is the one. */
export const keyDigestOf = (parts: Keyed & Pick<SubsidyParts, 'hashes'>, office: string): string =>
  Buffer.from(parts.hashes.sha256(keyOf(parts, office))).toString('base64url');

/** The nullifier of a claim, for what its loan is about. */
export function nullifierFor(
  parts: Keyed,
  office: string,
  { programme, period }: ClaimStatement,
  { application, terms }: LoanFile,
): string {
  // Nothing is claimed for but a loan with a contract.
  const { collateral } = terms as LoanTerms;
  const { enterprise } = application;
  return nullifierOf(hmacUnder(keyOf(parts, office)), { programme, enterprise, period, collateral });
}

/** Where a bank's tranche of a month stands. */
export const trancheOf = (
  parts: Keyed,
  office: string,
  { programme, bank, month }: { readonly programme: string; readonly bank: string; readonly month: string },
): TrancheReference => ({
  programme,
  month,
  pseudonym: tranchePseudonym(hmacUnder(keyOf(parts, office)), { programme, bank, month }),
});
