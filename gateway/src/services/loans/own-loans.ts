import {
  api,
  requireOfNow,
  signedBytes,
  type LoanFile,
  type LoanViewInput,
  type OwnLoan,
} from '@hanlian/chaincode/domain';
import type { Peers } from '../../exchange/peers.js';
import type { Once } from '../../storage/once.js';
import { requireFirstAsked } from '../asked.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { KnownClaims } from '../subsidy/known-claims.js';
import { signingOrganisation } from '../signer.js';
import { unknownLoan, type KnownLoans } from './known-loans.js';
import { isOurs } from './our-banks.js';
import { ownLoanOf } from './own-views.js';
import type { Papers } from './papers.js';
import { claimedFor } from './subsidies-of.js';

interface OwnLoansParts extends Pick<LicenseParts, 'registry' | 'ledger' | 'now' | 'caughtUp'> {
  readonly peers: Peers;
  readonly speakers: Speakers;
  readonly claims: Pick<KnownClaims, 'views'>;
  readonly known: KnownLoans;
  readonly papers: Papers;
  /** Which signed questions were answered. */
  readonly asked: Once;
}

/**
 * How an enterprise's own loan stands, and what its bank asked: for whoever signs with a key of that enterprise, at any
 * hub, which passes the question on to the bank's. Another's loan is answered like one that there is not.
 *
 * @throws {HanlianError} LOAN_UNKNOWN, STATEMENT_OUT_OF_TIME, STATEMENT_REPLAYED, SIGNATURE_INVALID,
 *   HOLDER_KEY_NOT_BOUND, NOT_A_BANK, OTHER_DEPARTMENT, EXCHANGE_*
 */
export async function viewOwn(parts: OwnLoansParts, id: string, input: LoanViewInput): Promise<OwnLoan> {
  const { statement, signature } = input;
  const { bank, key, issuedAt } = statement;
  const { known, peers, asked, now, caughtUp } = parts;
  await caughtUp();
  if (statement.id !== id) throw unknownLoan();
  requireOfNow(issuedAt, now());
  const said = { bytes: signedBytes(statement), signature };
  const enterprise = signingOrganisation(parts, said, key);
  if (!isOurs(parts, bank)) {
    return peers.ask(bank, { path: `/v1/loans/${id}/view`, question: input, reply: api.ownLoan });
  }
  const view = await known.view(bank, id);
  if (view.file.application.enterprise !== enterprise) throw unknownLoan();
  await requireFirstAsked(asked, key, statement);
  return ownLoanOf(view, {
    steps: await known.steps(bank, id),
    claims: await parts.claims.views(bank, claimedFor(view.file)),
    textOf: textsOf(parts, view.file),
    at: now(),
  });
}

/** What the bank's papers have in words for what was signed with an intent. */
const textsOf =
  ({ papers }: OwnLoansParts, { application: { bank, id } }: LoanFile) =>
  (intent: string): string | undefined =>
    papers.find(bank, id, intent)?.text?.text;
